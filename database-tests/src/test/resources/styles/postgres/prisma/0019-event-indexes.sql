-- CreateIndex
CREATE INDEX "Event_payload_idx" ON "audit"."Event" USING GIN ("payload" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "Event_at_idx" ON "audit"."Event" USING BRIN ("at");
