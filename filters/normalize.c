#include "normalize/normalize.h"
#include "run/run.h"
