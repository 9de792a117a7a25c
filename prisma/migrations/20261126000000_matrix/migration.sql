-- What the Matrix adapter keeps: the private room of each account, and how far a dialogue has come.

-- CreateTable
CREATE TABLE "matrix_room" (
    "connection" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "room" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "matrix_room_pkey" PRIMARY KEY ("connection","account")
);

-- CreateTable
CREATE TABLE "matrix_dialogue" (
    "connection" TEXT NOT NULL,
    "room" TEXT NOT NULL,
    "state" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "matrix_dialogue_pkey" PRIMARY KEY ("connection","room")
);

-- CreateIndex
CREATE UNIQUE INDEX "matrix_room_connection_room_key" ON "matrix_room"("connection", "room");
