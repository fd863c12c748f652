-- Reads one file of LOAD_SIZE bytes: the whole file, or LOAD_RANGE bytes from random offsets.
dofile(os.getenv("LOAD_SCRIPTS") .. "/report.lua")

local size = tonumber(os.getenv("LOAD_SIZE"))
local length = tonumber(os.getenv("LOAD_RANGE"))
local cookie = os.getenv("LOAD_COOKIE")
if cookie ~= "" then wrk.headers["Cookie"] = cookie end

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init()
  math.randomseed(os.time() + 7919 * (number or 0))
end

if length > 0 then
  request = function()
    local first = math.random(0, size - length)
    wrk.headers["Range"] = string.format("bytes=%.0f-%.0f", first, first + length - 1)
    return wrk.format()
  end
end
