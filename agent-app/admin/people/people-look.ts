/** The look of accounts, roles and keys. */
import { css } from 'lit'

export const peopleLook = css`
  form.add,
  .one {
    display: grid;
    gap: var(--mdg-space-4);
    margin-bottom: var(--mdg-space-5);
  }
  form.add {
    padding: var(--mdg-space-4);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
  }
  .with-button {
    display: flex;
    gap: var(--mdg-space-2);
  }
  .rights {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(240px, 1fr));
    gap: 0 var(--mdg-space-4);
  }
  .logins li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px var(--mdg-space-3);
    padding: var(--mdg-space-2) 0;
    border-bottom: 1px solid var(--mdg-line);
  }
  .logins .what {
    flex: 1 1 240px;
    display: grid;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-2);
  }
  .button.grave {
    border-color: var(--mdg-wrong);
    color: var(--mdg-wrong);
  }
  .matrix thead th + th {
    text-align: center;
  }
  .matrix {
    overflow-x: auto;
  }
  .matrix td {
    text-align: center;
    color: var(--mdg-good);
  }
  .matrix td .icon {
    width: 16px;
    height: 16px;
  }
`
