"""The process that opens what others wrote. It has no key, writes no file and ends with its job.

Begin with ``service.py``.
"""
