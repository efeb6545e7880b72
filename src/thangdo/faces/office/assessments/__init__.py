"""Campaigns as officers see them: self-assessment, appraisal, objection, council, publication."""
