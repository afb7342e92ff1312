echo to standard output
echo größer >&2
