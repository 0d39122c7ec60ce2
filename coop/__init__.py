"""The roof: settings, addresses, what runs, and what needs to know every room.

Imports everyone; nobody imports it.
"""
