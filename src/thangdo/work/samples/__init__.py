"""The sample province of a demonstration: units, people and a campaign at mid-appraisal, plainly sample."""
