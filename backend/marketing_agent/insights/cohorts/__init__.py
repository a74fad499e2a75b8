"""Cohorts: who came when, who came back, and what they were worth."""
