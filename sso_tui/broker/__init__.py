"""The use cases: sign in, list, get credentials, keep what was decided. Disk first, wire next.

A broker is what both front ends ask. It knows the edges, AWS and the disk, and keeps them from one
another; botocore is imported when the wire is needed and not before. It may be called from several
threads.
"""

from sso_tui.broker.broker import Broker

__all__ = ["Broker"]
