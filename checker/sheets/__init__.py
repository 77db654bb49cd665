"""Sheets: findings become what a proof sheet says, and files that people print and publish."""
