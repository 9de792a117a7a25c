-- Digests of what is open: which were made, and how far their posts follow. Rows of digest are only ever added.

-- CreateTable
CREATE TABLE "digest" (
    "n" BIGSERIAL NOT NULL,
    "body" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "digest_posted" (
    "body" TEXT NOT NULL,
    "n" BIGINT NOT NULL,

    CONSTRAINT "digest_posted_pkey" PRIMARY KEY ("body")
);

-- CreateIndex
CREATE UNIQUE INDEX "digest_body_day_key" ON "digest"("body", "day");

-- What was written stays.
CREATE TRIGGER digest_append_only BEFORE UPDATE OR DELETE ON digest FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER digest_append_only_truncate BEFORE TRUNCATE ON digest FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
