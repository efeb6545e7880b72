"""Assessments for programs: campaigns, submissions, answers, evidence, what is published."""
