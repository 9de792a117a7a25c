// Slack's rate limits as token buckets, by method and, for posting, by channel; leaves the 429 to web-api.ts.
import type { Tier } from './scopes.ts'

/** Calls a minute. */
const PER_MINUTE: Readonly<Record<Exclude<Tier, 'open'>, number>> = {
  post: 60,
  special: 600,
  tier2: 20,
  tier3: 50,
  tier4: 100,
}

/** @returns how many seconds to wait, or undefined when the call may pass */
export type RateLimits = (tier: Tier, method: string, channel: string) => number | undefined

/** Buckets that hold a minute's calls; posting holds a single one for each channel. */
export function createRateLimits(): RateLimits {
  const buckets = new Map<string, { left: number; at: number }>()
  return (tier, method, channel) => {
    if (tier === 'open') return undefined
    const perSecond = PER_MINUTE[tier] / 60
    const most = tier === 'post' ? 1 : PER_MINUTE[tier]
    const key = tier === 'post' ? `${method} ${channel}` : method
    const now = performance.now()
    const bucket = buckets.get(key) ?? { left: most, at: now }
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    buckets.set(key, bucket)
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond))
    bucket.left -= 1
    return undefined
  }
}
