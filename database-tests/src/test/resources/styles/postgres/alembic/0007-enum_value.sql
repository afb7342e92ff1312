ALTER TYPE devicekind ADD VALUE 'camera';
