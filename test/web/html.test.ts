import { describe, expect, it } from 'vitest';
import { html, jsonBlock } from '../../web/pages/html.ts';

describe('html', () => {
  it('T60: escapes every value, for text and for quoted attributes', () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    const safe = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;';
    expect(html`<p title="${hostile}">${hostile}</p>`.html).toBe(`<p title="${safe}">${safe}</p>`);
  });

  it('puts templates into templates as they are, and lists one after the other', () => {
    expect(html`<ul>${['a', '<'].map((item) => html`<li>${item}</li>`)}</ul>`.html).toBe(
      '<ul><li>a</li><li>&lt;</li></ul>',
    );
  });

  it('leaves nothing for what is not there', () => {
    expect(html`<p${false}>${undefined}${0}</p>`.html).toBe('<p>0</p>');
  });
});

describe('jsonBlock', () => {
  it('T60: cannot be closed by its own words', () => {
    const { html: block } = jsonBlock('words', { a: '</script><script>alert(1)</script>' });
    expect(block.match(/<\/script>/g)).toEqual(['</script>']);
    expect(JSON.parse(block.replace(/^[^>]*>|<\/script>$/g, ''))).toEqual({ a: '</script><script>alert(1)</script>' });
  });
});
