// @ts-check
/** Which exchanges of a conversation are shown: one branch of it, by default the one that goes on to the newest. */

/**
 * `order` is the number of an exchange, or for one that the server does not know yet a greater one; `message` is the
 * number of its message, which other answers to it share; `follows` is the exchange that it was said after: 0, none;
 * null, the one before it. `isVain`: it has come to nothing.
 * @typedef {{ order: number, message: number, follows: number | null, isVain: boolean }} Leaf
 */

/**
 * One step of a branch. What could stand in its place: other `questions` said after the same exchange, each by one of
 * its answers, and other `answers` to the same message.
 * @template {Leaf} T
 * @typedef {{ shown: T, questions: T[], answers: T[] }} Step
 */

/** @template {Leaf} T */
export class Branches {
  /** Messages that were chosen, by the exchange that they were said after; and answers, by their message.
   * @type {Map<number, number>} */
  #messages = new Map()
  /** @type {Map<number, number>} */
  #answers = new Map()

  /**
   * @param {T} leaf
   * @param {T[]} all
   */
  choose(leaf, all) {
    this.#messages.set(parents(all).get(leaf) ?? 0, leaf.message)
    this.#answers.set(leaf.message, leaf.order)
  }

  /**
   * @param {T[]} all in any order
   * @returns {Step<T>[]}
   */
  follow(all) {
    const above = parents(all)
    const below = Map.groupBy(all, (leaf) => above.get(leaf) ?? 0)
    const ends = newest(above)
    /** @type {Step<T>[]} */
    const steps = []
    for (let here = below.get(0); here; here = below.get(steps[steps.length - 1].shown.order)) {
      steps.push(this.#step(here, above.get(here[0]) ?? 0, ends))
    }
    return steps
  }

  /**
   * @param {T[]} here all that was said after one exchange
   * @param {number} after that exchange
   * @param {Map<T, number>} ends
   */
  #step(here, after, ends) {
    const byMessage = Map.groupBy(here, ({ message }) => message)
    const questions = [...byMessage].sort(([one], [other]) => one - other).map(([, leaves]) => {
      const answers = worthwhile(leaves)
      return answers.find(({ order, message }) => order === this.#answers.get(message)) ?? latest(answers, ends)
    })
    const chosen = this.#messages.get(after)
    const shown = questions.find(({ message }) => message === chosen) ?? latest(questions, ends)
    return { shown, questions, answers: worthwhile(byMessage.get(shown.message) ?? []) }
  }
}

/**
 * Return the exchange that each was said after.
 * @template {Leaf} T
 * @param {T[]} all
 */
function parents(all) {
  const messages = [...Map.groupBy(all, ({ message }) => message)].sort(([one], [other]) => one - other)
  const known = new Set(all.map(({ order }) => order))
  /** @type {Map<T, number>} */
  const found = new Map()
  messages.forEach(([, leaves], index) => {
    const first = Math.min(...leaves.map(({ order }) => order))
    const before = (messages[index - 1]?.[1] ?? []).map(({ order }) => order).filter((order) => order < first)
    for (const leaf of leaves) {
      const named = leaf.follows === 0 || (leaf.follows !== null && leaf.follows < first && known.has(leaf.follows))
      found.set(leaf, named ? (leaf.follows ?? 0) : Math.max(0, ...before))
    }
  })
  return found
}

/**
 * Return the newest exchange that stands below each, itself included.
 * @template {Leaf} T
 * @param {Map<T, number>} above
 */
function newest(above) {
  const leaves = [...above.keys()].sort((one, other) => other.order - one.order)
  const byOrder = new Map(leaves.map((leaf) => [leaf.order, leaf]))
  const ends = new Map(leaves.map((leaf) => [leaf, leaf.order]))
  for (const leaf of leaves) {
    const parent = byOrder.get(above.get(leaf) ?? 0)
    if (parent) ends.set(parent, Math.max(ends.get(parent) ?? 0, ends.get(leaf) ?? 0))
  }
  return ends
}

/**
 * @template {Leaf} T
 * @param {T[]} leaves
 * @param {Map<T, number>} ends
 */
function latest(leaves, ends) {
  return leaves.reduce((best, leaf) => ((ends.get(leaf) ?? 0) > (ends.get(best) ?? 0) ? leaf : best))
}

/**
 * Return the answers that have come to something; where none has, the last attempt.
 * @template {Leaf} T
 * @param {T[]} leaves
 */
function worthwhile(leaves) {
  const sorted = [...leaves].sort((one, other) => one.order - other.order)
  const good = sorted.filter(({ isVain }) => !isVain)
  return good.length ? good : sorted.slice(-1)
}
