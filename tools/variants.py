"""variants.py FILES...: which characters are one to `fold: script`, as C for
lib/text/variants.h.  A file is one of OpenCC's dictionaries of characters as
text: a character, a tab, those that may stand for it in the other script or
another place's spelling.  Whatever these join, by way of others too, is one
group, whose least character the others are folded to."""
import sys

group = {}
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as lines:
        for line in lines:
            joined = set()
            for character in line.split():
                joined |= group.get(character, {character})
            for character in joined:
                group[character] = joined

if not group or any(len(character) != 1 for character in group):
    sys.exit("variants.py: expected files of single characters")
print('#include "text/variants.h"\n\nconst struct variant variants[] = {')
for character in sorted(group):
    plain = min(group[character])
    if character != plain:
        print("\t{ 0x%x, 0x%x }," % (ord(character), ord(plain)))
print("};\n\nconst size_t variant_count = sizeof(variants) / "
      "sizeof(*variants);")
