UPDATE users SET name = uper(name);
