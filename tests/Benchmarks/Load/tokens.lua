-- Requests participant tokens for LOAD_ROOM, each under a new name. LOAD_RUN makes the names of different runs distinct.
dofile(os.getenv("LOAD_SCRIPTS") .. "/report.lua")

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local cookie = os.getenv("LOAD_COOKIE")
if cookie ~= "" then wrk.headers["Cookie"] = cookie end

local body = string.format('{"roomName":"%s","participantName":"%s-%%d-%%d","secret":"%s"}',
  os.getenv("LOAD_ROOM"), os.getenv("LOAD_RUN"), os.getenv("LOAD_SECRET"))

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local count = 0
function request()
  count = count + 1
  return wrk.format(nil, nil, nil, string.format(body, number or 0, count))
end
