-- RedefineTables
PRAGMA foreign_keys=OFF;
CREATE TABLE "new__ProductToTag" (
    "A" TEXT NOT NULL,
    "B" INTEGER NOT NULL,
    CONSTRAINT "_ProductToTag_AB_pkey" PRIMARY KEY ("A", "B"),
    CONSTRAINT "_ProductToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Product" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_ProductToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new__ProductToTag" ("A", "B") SELECT "A", "B" FROM "_ProductToTag";
DROP TABLE "_ProductToTag";
ALTER TABLE "new__ProductToTag" RENAME TO "_ProductToTag";
CREATE INDEX "_ProductToTag_B_index" ON "_ProductToTag"("B");
PRAGMA foreign_keys=ON;
