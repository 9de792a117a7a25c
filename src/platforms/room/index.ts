// The local room as a platform: a page on this machine where a council rehearses; puts its two directions together.
import type { Platform } from '../../core/ports.ts'
import type { ConnectionId } from '../../core/values.ts'
import { createLive } from './live.ts'
import type { RehearsalPanel, RoomGuide, RoomMessages } from './messages.ts'
import { createOutbound } from './outbound.ts'
import { createServer } from './server.ts'
import { roomTexts } from './texts.ts'

export type {
  RehearsalPanel,
  RoomGuide,
  RoomMessage,
  RoomMessages,
  RoomTarget,
} from './messages.ts'

export type RoomOptions = {
  readonly connection: ConnectionId
  /** Loopback alone: whoever reaches the room may be anyone in it. */
  readonly host: '127.0.0.1'
  /** 0 lets the system choose. */
  readonly port: number
  /** Whoever has it may be anyone in the rehearsal; it goes into the printed address. */
  readonly key: string
  readonly messages: RoomMessages
  readonly guide: RoomGuide
  /** Without it the room has no levers. */
  readonly panel: RehearsalPanel | undefined
  /** Logs a defect and returns the number the user is told. */
  readonly report: (defect: unknown) => string
}

/** The platform, and where to open it. */
export interface Room extends Platform {
  /** The address to print, with the key in it; once started. */
  url(): string
}

/** The room; it listens on loopback alone, and keeps nothing in memory that a restart would lose. */
export function createRoom(options: RoomOptions): Room {
  const { connection, host, messages, key } = options
  const live = createLive()
  const server = createServer({ ...options, live, changed: live.changed })
  const open = () => `http://${host}:${server.port()}/`
  return {
    connection,
    ...createOutbound(connection, messages, live.changed),
    start: (accept) => server.listen(accept),
    stop: (deadline) => server.close(deadline),
    async health() {
      const ok = server.port() !== undefined
      return { ok, words: ok ? roomTexts.de.running(open()) : roomTexts.de.notRunning }
    },
    url: () => `${open()}?key=${encodeURIComponent(key)}`,
  }
}
