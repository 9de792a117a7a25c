// The networks that a council file may name and what their ids look like; leaves judging a file by them to the core.
import type { Networks } from '../core/council/index.ts'

/** A guest is written with the team that the account belongs to: exactly that team and that user are let in. */
const slack: Networks[string] = {
  team: { shape: /^[TE][A-Z0-9]{2,}$/, example: 'T0123456789' },
  channel: { shape: /^[CG][A-Z0-9]{2,}$/, example: 'C0123456789' },
  account: { shape: /^[UW][A-Z0-9]{2,}$/, example: 'U0123456789' },
  guest: { shape: /^[TE][A-Z0-9]{2,}\/[UW][A-Z0-9]{2,}$/, example: 'T0123456789/U0123456789' },
}

/** A name or address, with a port where it is not the usual one. */
const SERVER = /(?:[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?/.source

/** A room's id is taken as it is and never taken apart: newer rooms carry no server in it. */
const matrix: Networks[string] = {
  server: { shape: new RegExp(`^${SERVER}$`), example: 'example.org' },
  devices: true,
  channel: { shape: /^!\S+$/, example: "'!AbCdEfGhIjKlMnOpQr:example.org'" },
  account: {
    shape: new RegExp(`^@[\\x21-\\x39\\x3B-\\x7E]+:${SERVER}$`),
    example: "'@anna:example.org'",
  },
  home: /^@[^:]+:(.+)$/,
}

export const networks: Networks = { slack, matrix }
