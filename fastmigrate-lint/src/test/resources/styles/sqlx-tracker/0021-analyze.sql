analyze;
pragma optimize;
