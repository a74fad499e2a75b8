"""Ad-hoc SQL in a process that can be killed: no files, no network, no secrets, a hard deadline.

`service` is the door. `warden` and `child` run in processes of their own and import nothing of the
product beside this package.
"""
