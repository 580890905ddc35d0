// @ts-check
/** What this browser remembers. Where it may not, the page works all the same. */

/** @param {string} name */
export function recall(name) {
  return attempt(() => localStorage.getItem(`cs.${name}`)) ?? ''
}

/**
 * @param {string} name
 * @param {string} value empty: forget it
 */
export function remember(name, value) {
  attempt(() => (value ? localStorage.setItem(`cs.${name}`, value) : localStorage.removeItem(`cs.${name}`)))
}

/** @param {string} beginning of the names of all that is to be forgotten */
export function forgetAll(beginning) {
  attempt(() => {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(`cs.${beginning}`))
    names.forEach((name) => localStorage.removeItem(name))
  })
}

/**
 * @template T
 * @param {() => T} action
 */
function attempt(action) {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error // storage is switched off, or full
    return null
  }
}
