FILL a;
