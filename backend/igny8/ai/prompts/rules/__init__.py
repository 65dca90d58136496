"""Answers by rules, for systems without a model: what can honestly be said from keywords alone."""
