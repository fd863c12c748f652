-- Prints one line for the shell script when the load ends.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "RESULT requests=%d bytes=%d us=%d refused=%d broken=%d p50=%d p99=%d\n",
    summary.requests, summary.bytes, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
