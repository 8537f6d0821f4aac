"""From tasks to memory: an estimate, and it says so.

The incident's bytes are lost. What 45,000 parked goroutines of the real 1.12 filter take was
measured: at least 126 MiB, with bare handlers, and at most 637 MiB, with handlers whose stacks
had grown to 32 KiB. The memory of the server at rest is chosen.
"""

from leaklab.labs.lab_data import Memory

MEASURED_TASKS = 45_000
LEAST_MIB, MOST_MIB = 126, 637
AT_REST_MIB = 500  # chosen

RULE: Memory = {
    "at_rest_mib": AT_REST_MIB,
    "least_mib": LEAST_MIB / MEASURED_TASKS,  # per task
    "most_mib": MOST_MIB / MEASURED_TASKS,
}
