// @ts-check
/** The choice of a model: what the server offers, its default, and what was chosen here last. */

import { fetchModels } from './api.js'
import { element, find } from './dom.js'
import { recall, remember } from './memory.js'

export class ModelPicker {
  #select = find('model', HTMLSelectElement)
  /** Until it is known what there is. */
  isEmpty = true

  constructor() {
    this.#select.addEventListener('change', () => remember('model', this.#select.value))
  }

  /** The name that was chosen; empty: the server's default. */
  get chosen() {
    return this.#select.value
  }

  /** @returns {Promise<string>} a sentence where there is nothing to choose from */
  async load() {
    const offer = await fetchModels()
    if (!offer) return ''
    this.isEmpty = offer.models.length === 0
    this.#select.replaceChildren(element('option', '', offer.default ? `${offer.default} (default)` : 'Default model'))
    this.#select.options[0].value = ''
    this.#select.append(...groups(offer.models.filter(({ name }) => name !== offer.default)))
    this.#select.value = recall('model')
    if (this.#select.selectedIndex < 0) this.#select.selectedIndex = 0 // it is offered no longer
    return offer.problem
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
