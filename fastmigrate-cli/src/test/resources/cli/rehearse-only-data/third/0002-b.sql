UPDATE a SET name = 'x';
