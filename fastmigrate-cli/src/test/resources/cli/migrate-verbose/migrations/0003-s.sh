echo one line
