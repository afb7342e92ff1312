-- AlterTable
ALTER TABLE "Order" ADD COLUMN "totalCents" INTEGER;

-- the totals of what was placed so far
UPDATE "Order" SET "totalCents" = (
    SELECT sum(i."quantity" * p."priceCents")
    FROM "OrderItem" i JOIN "Product" p ON p."id" = i."productId"
    WHERE i."orderId" = "Order"."id"
);
