// Linked accounts and the codes for them: makes the codes and keeps their hashes; leaves judging them to link_account and who may link to core.
import { createHash, randomInt } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import type { CodeUse, LinkStore, MadeLink } from '../core/council/index.ts'
import type { Db } from './desk.ts'

/** No vowels, so that no code is a word, and nothing that looks like something else. */
const SIGNS = '23456789BCDFGHJKMNPQRSTVWXZ'
const CODE_LENGTH = 10

type UsedRow = {
  readonly outcome: 'linked' | 'wrong' | 'tooMany'
  readonly of_connection: string
  readonly of_account: string
  readonly of_person: string
}

/** The store's side of linking. Asking for and using a code are functions of the database: each is whole by itself. */
export function linkStore(db: Db): LinkStore {
  return {
    async askCode({ connection, id }, person, minutes) {
      const code = newCode()
      await db.$executeRaw`
        SELECT ask_link_code(${connection}, ${id}, ${person ?? null}, ${hashOf(code)}, ${minutes * 60}::int)::text`
      return code
    },
    async useCode({ code, from, naming }: CodeUse, most) {
      const [row] = await db.$queryRaw<UsedRow[]>`
        SELECT * FROM link_account(${from.connection}, ${from.id}, ${hashOf(code)}, ${naming?.person ?? null},
          ${naming?.by ?? null}, ${most}::int, ${newId()}::uuid, ${newId()}::uuid)`
      if (!row) throw new Error('link_account gave no row')
      const { outcome, of_connection: connection, of_account: account, of_person: person } = row
      if (outcome !== 'linked') return { outcome }
      return { outcome, account: { connection, id: account }, person }
    },
    async unlink({ connection, id }, by) {
      const [row] = await db.$queryRaw<{ person: string | null }[]>`
        SELECT unlink_account(${connection}, ${id}, ${by}, ${newId()}::uuid) AS person`
      return row?.person ?? undefined
    },
  }
}

function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => SIGNS.charAt(randomInt(SIGNS.length))).join('')
}

function hashOf(code: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(code).digest())
}

const rows = z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]))

/** Links as the directory's query gives them: id, connection, account, person and who linked each, the oldest first. */
export function readLinks(text: string): MadeLink[] {
  return rows.parse(JSON.parse(text)).map(([id, connection, account, person, by]) => {
    return { id, account: { connection, id: account }, person, by }
  })
}
