#!/usr/bin/env python3
"""html_table.py FILE: prints the one table of a page cell by cell, as a parser of HTML
reads it; fails where elements don't nest, or there is one that the page may not have."""

import html.parser
import sys

ALLOWED = {'html', 'head', 'meta', 'title', 'body', 'h1', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'p'}
VOID = {'meta'}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.cells, self.text = [], [], ''

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED:
            raise SystemExit('unexpected <%s>' % tag)
        if tag == 'meta' and attrs != [('charset', 'utf-8')]:
            raise SystemExit('expected a charset')
        if tag not in VOID:
            self.open.append(tag)
        self.text = ''

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise SystemExit('unexpected </%s>' % tag)
        if tag in ('th', 'td'):
            self.cells.append(self.text)
        elif tag == 'tr':
            print(' | '.join(self.cells))
            self.cells = []
        elif tag in ('title', 'h1', 'p'):
            print('%s: %s' % (tag, self.text))

    def handle_data(self, data):
        self.text += data


page = Page()
page.feed(open(sys.argv[1], encoding='utf-8').read())
page.close()
if page.open:
    raise SystemExit('not closed: %s' % page.open)
