#define _DEFAULT_SOURCE	/* explicit_bzero */
#include <stdint.h>
#include <string.h>

#include <nettle/hmac.h>

#include "normalize/pseudonym.h"
#include "rules/file.h"

#define NAME_BYTES	8

struct pseudonyms {
	struct hmac_sha256_ctx	begun;		/* with the key in it */
};

/* The key without its line break. */
static struct span
key_of(struct span file)
{
	if (span_ends(file, SPAN("\n")))
		file.n--;
	if (span_ends(file, SPAN("\r")))
		file.n--;
	return file;
}

const struct pseudonyms *
pseudonyms_read(const struct config *config, struct place asked_at,
    struct arena *arena, struct faults *faults)
{
	const char *path = config_setting(config, "key"), *reason;
	struct pseudonyms *p = arena_alloc(arena, sizeof(*p));
	struct span file, key;

	if (config_setting(config, "verify") != NULL) {
		hmac_sha256_set_key(&p->begun, 0, NULL);
		return p;
	}
	if (path == NULL) {
		fault(faults, asked_at, "pseudonym: expected --key FILE with "
		    "it, got none");
		return NULL;
	}
	if (file_bytes(arena, path, KEY_MAX_BYTES, &file, &reason) == -1) {
		fault(faults, asked_at, "--key %s: %s", path, reason);
		return NULL;
	}
	key = key_of(file);
	if (key.n < KEY_MIN_BYTES) {
		fault(faults, asked_at, "--key %s: expected at least %d bytes, "
		    "got %zu", path, KEY_MIN_BYTES, key.n);
		p = NULL;
	} else
		hmac_sha256_set_key(&p->begun, key.n, (const uint8_t *)key.p);
	explicit_bzero((char *)(uintptr_t)file.p, file.n);
	return p;
}

void
pseudonyms_forget(const struct pseudonyms *p)
{
	if (p != NULL)
		explicit_bzero((struct pseudonyms *)(uintptr_t)p, sizeof(*p));
}

struct span
pseudonym_of(const struct pseudonyms *p, struct arena *arena,
    struct span name, struct span value)
{
	static const char digits[] = "0123456789abcdef";
	struct hmac_sha256_ctx mac = p->begun;
	uint8_t sum[NAME_BYTES];
	char *into = arena_alloc(arena, name.n + 1 + 2 * NAME_BYTES), *at;
	size_t i;

	hmac_sha256_update(&mac, value.n, (const uint8_t *)value.p);
	hmac_sha256_digest(&mac, sizeof(sum), sum);
	explicit_bzero(&mac, sizeof(mac));
	memcpy(into, name.p, name.n);
	at = into + name.n;
	*at++ = ':';
	for (i = 0; i < sizeof(sum); i++) {
		*at++ = digits[sum[i] >> 4];
		*at++ = digits[sum[i] & 15];
	}
	return span_make(into, (size_t)(at - into));
}
