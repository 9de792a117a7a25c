// The bell: rings every five seconds and at start, nothing else; what is due is found by state, so a missed ring skips nothing.
import cron from 'node-cron'

/** A ringing bell. */
export interface Bell {
  stop(): Promise<void>
}

/** Rings until stopped; a ring that comes while the last one is still answered is left out. */
export function startBell(ring: () => Promise<void>): Bell {
  let answering: Promise<void> | undefined
  const once = () => {
    answering ??= ring().finally(() => {
      answering = undefined
    })
  }
  const task = cron.schedule('*/5 * * * * *', once)
  once()
  return {
    async stop() {
      await task.stop()
      await answering
    },
  }
}
