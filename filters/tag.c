#include "tag/tag.h"
#include "run/run.h"
