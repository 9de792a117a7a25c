// The networks that a council file may name and what their ids look like; leaves judging a file by them to the core.
import type { Networks } from '../core/council/index.ts'

/** A guest is written with the team that the account belongs to: exactly that team and that user are let in. */
export const networks: Networks = {
  slack: {
    team: { shape: /^[TE][A-Z0-9]{2,}$/, example: 'T0123456789' },
    channel: { shape: /^[CG][A-Z0-9]{2,}$/, example: 'C0123456789' },
    account: { shape: /^[UW][A-Z0-9]{2,}$/, example: 'U0123456789' },
    guest: { shape: /^[TE][A-Z0-9]{2,}\/[UW][A-Z0-9]{2,}$/, example: 'T0123456789/U0123456789' },
  },
}
