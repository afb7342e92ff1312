CREATE ALIAS shop.twice AS $$ int twice(int n) { String s = ";"; return n * 2; } $$;
CREATE TRIGGER shop.log AFTER INSERT ON shop.orders FOR EACH ROW AS $$ org.h2.api.Trigger create() { return (c, a, b) -> { String s = ";"; }; } $$;
