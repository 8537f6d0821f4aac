"""`LeakLab`: sliders for latency, rate and timeout, and the tasks of up to four handlers."""
