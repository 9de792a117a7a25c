-- Reports: obligations added by command, rounds with what was frozen, filings, reviews, closings; drafts alone change in place.

-- CreateTable
CREATE TABLE "obligation_change" (
    "n" BIGSERIAL NOT NULL,
    "body" TEXT NOT NULL,
    "obligation" TEXT NOT NULL,
    "document" TEXT,
    "hash" BYTEA,
    "reason" TEXT,
    "person" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "obligation_change_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "report_round" (
    "id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "obligation" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "as_of" TEXT NOT NULL,
    "closed" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "posted_revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "report_round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "frozen_round" (
    "round" UUID NOT NULL,
    "format" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "frozen_round_pkey" PRIMARY KEY ("round")
);

-- CreateTable
CREATE TABLE "filing" (
    "round" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "format" INTEGER NOT NULL,
    "document" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "person" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "filing_pkey" PRIMARY KEY ("round","party","version")
);

-- CreateTable
CREATE TABLE "filing_review" (
    "round" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "person" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "filing_review_pkey" PRIMARY KEY ("round","party","version","step")
);

-- CreateTable
CREATE TABLE "round_closing" (
    "round" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "round_closing_pkey" PRIMARY KEY ("round")
);

-- CreateTable
CREATE TABLE "filing_draft" (
    "round" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "answers" TEXT NOT NULL,
    "steps" INTEGER[],
    "person" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "filing_draft_pkey" PRIMARY KEY ("round","party")
);

-- CreateIndex
CREATE INDEX "obligation_change_body_obligation_idx" ON "obligation_change"("body", "obligation");

-- CreateIndex
CREATE INDEX "report_round_closed_due_idx" ON "report_round"("closed", "due");

-- CreateIndex
CREATE UNIQUE INDEX "report_round_body_number_key" ON "report_round"("body", "number");

-- CreateIndex
CREATE UNIQUE INDEX "report_round_body_obligation_occurrence_key" ON "report_round"("body", "obligation", "occurrence");

-- What was written stays.
CREATE TRIGGER obligation_change_append_only BEFORE UPDATE OR DELETE ON obligation_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER obligation_change_append_only_truncate BEFORE TRUNCATE ON obligation_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER frozen_round_append_only BEFORE UPDATE OR DELETE ON frozen_round FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER frozen_round_append_only_truncate BEFORE TRUNCATE ON frozen_round FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER filing_append_only BEFORE UPDATE OR DELETE ON filing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER filing_append_only_truncate BEFORE TRUNCATE ON filing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER filing_review_append_only BEFORE UPDATE OR DELETE ON filing_review FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER filing_review_append_only_truncate BEFORE TRUNCATE ON filing_review FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_closing_append_only BEFORE UPDATE OR DELETE ON round_closing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_closing_append_only_truncate BEFORE TRUNCATE ON round_closing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is said of a version is one of two things, and one of them needs a reason.
ALTER TABLE filing_review ADD CONSTRAINT filing_review_outcome CHECK (outcome IN ('accepted', 'returned') AND (outcome = 'accepted' OR reason IS NOT NULL));
ALTER TABLE filing ADD CONSTRAINT filing_version CHECK (version > 0);
