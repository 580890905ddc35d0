// @ts-check
/** The choice of a model: what the server offers, its default, and what was chosen here last. */

import { fetchModels } from './api.js'
import { element, find } from './dom.js'
import { recall, remember } from './memory.js'

const RETRY = 3_000

export class ModelPicker {
  #select = find('model', HTMLSelectElement)
  #problem = ''

  constructor() {
    this.#select.addEventListener('change', () => remember('model', this.#select.value))
  }

  /** The name that was chosen; empty: the server's default. */
  get chosen() {
    return this.#select.value
  }

  /**
   * Offer what there is, as soon as there is something: a model of our own takes its time to come.
   * @param {(sentence: string) => void} warn told why there is nothing to choose from, and when that has passed
   */
  async load(warn) {
    const offer = await fetchModels()
    if (offer) this.#show(offer)
    const problem = offer ? offer.problem : this.#problem
    if (problem !== this.#problem) warn(problem)
    this.#problem = problem
    if (!offer?.models.length) setTimeout(() => this.load(warn), RETRY)
  }

  /** @param {import('./api.js').Models} offer */
  #show(offer) {
    const none = element('option', '', offer.default ? `${offer.default} (default)` : 'Default model')
    none.value = ''
    this.#select.replaceChildren(none, ...groups(offer.models.filter(({ name }) => name !== offer.default)))
    this.#select.value = recall('model')
    if (this.#select.selectedIndex < 0) this.#select.selectedIndex = 0 // it is offered no longer
  }
}

/**
 * @param {import('./api.js').Model[]} models
 * @returns {HTMLElement[]}
 */
function groups(models) {
  const providers = [...new Set(models.map(({ provider }) => provider))]
  if (providers.length < 2) return models.map(({ name }) => element('option', '', name))
  return providers.map((provider) => {
    const names = models.filter((model) => model.provider === provider).map(({ name }) => name)
    const group = element('optgroup', '', ...names.map((name) => element('option', '', name)))
    group.label = provider
    return group
  })
}
