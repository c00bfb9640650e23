/** The look of the first-run guide. */
import { css } from 'lit'

export const guideLook = css`
  ol.steps {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-2);
    margin-bottom: var(--mdg-space-5);
    list-style: none;
  }
  .steps button[aria-current] {
    border-color: var(--mdg-accent);
    background: var(--mdg-accent-soft);
  }
  .steps .icon {
    width: 16px;
    height: 16px;
    color: var(--mdg-good);
  }
  .card-of-step {
    display: grid;
    gap: var(--mdg-space-4);
    padding: var(--mdg-space-5);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
  }
  .card-of-step h3 {
    font-size: var(--mdg-size-16);
  }
  form.one {
    display: grid;
    gap: var(--mdg-space-4);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-1) var(--mdg-space-4);
  }
  .card-of-step fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .card-of-step .tick {
    display: flex;
  }
  .ends {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--mdg-space-2);
  }
  .people li {
    display: flex;
    justify-content: space-between;
    gap: var(--mdg-space-3);
    padding: var(--mdg-space-2) 0;
    border-bottom: 1px solid var(--mdg-line);
  }
  .is-there {
    display: flex;
    gap: var(--mdg-space-2);
    align-items: center;
  }
  .is-there .icon {
    color: var(--mdg-good);
  }
  @media (max-width: 767px) {
    .card-of-step {
      padding: var(--mdg-space-4);
    }
  }
`
