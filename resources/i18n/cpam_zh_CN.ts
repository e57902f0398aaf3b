<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>chart</name>
        <message>
            <source>Calls</source>
            <translation>调用</translation>
        </message>
        <message>
            <source>Calls before</source>
            <translation>上一周期调用</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>{0} calls, {1} failed, {2} tokens</source>
            <translation>{0} 次调用，{1} 次失败，{2} 个 token</translation>
        </message>
    </context>
    <context>
        <name>checks</name>
        <message numerus="yes">
            <source>%n step(s) are missing before calls can appear here.</source>
            <translation>
                <numerusform>还差 %n 步，调用才会显示在这里。</numerusform>
            </translation>
        </message>
        <message>
            <source>All is ready. Send one request through CPA; it appears here at once.</source>
            <translation>一切就绪。通过 CPA 发送一个请求，它会立即显示在这里。</translation>
        </message>
        <message>
            <source>Enter the key…</source>
            <translation>输入密钥…</translation>
        </message>
        <message>
            <source>Events can be delivered</source>
            <translation>事件可以送达</translation>
        </message>
        <message>
            <source>First request seen</source>
            <translation>已收到第一个请求</translation>
        </message>
        <message>
            <source>Keep for 1 h</source>
            <translation>保留 1 小时</translation>
        </message>
        <message>
            <source>Management key accepted</source>
            <translation>管理密钥有效</translation>
        </message>
        <message>
            <source>No other collector reads the queue</source>
            <translation>没有其他采集器读取队列</translation>
        </message>
        <message>
            <source>No usage events yet</source>
            <translation>还没有用量事件</translation>
        </message>
        <message>
            <source>Server answers</source>
            <translation>服务器有响应</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Turn on</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>Unread events are kept long enough</source>
            <translation>未读事件保留时间足够长</translation>
        </message>
        <message>
            <source>Usage statistics are on</source>
            <translation>用量统计已开启</translation>
        </message>
        <message>
            <source>Use demo data</source>
            <translation>使用演示数据</translation>
        </message>
    </context>
    <context>
        <name>chip</name>
        <message>
            <source>Remove this filter</source>
            <translation>移除此筛选</translation>
        </message>
    </context>
    <context>
        <name>collector</name>
        <message>
            <source>Another tool takes events from the queue.</source>
            <translation>另一个工具正在从队列中取走事件。</translation>
        </message>
        <message>
            <source>Collector</source>
            <translation>采集器</translation>
        </message>
        <message>
            <source>Direct (Pub/Sub)</source>
            <translation>直接推送 (Pub/Sub)</translation>
        </message>
        <message>
            <source>Gaps, session</source>
            <translation>空缺（本次会话）</translation>
        </message>
        <message>
            <source>HTTP usage queue</source>
            <translation>HTTP 用量队列</translation>
        </message>
        <message>
            <source>Lag</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Last stored</source>
            <translation>最近入库</translation>
        </message>
        <message>
            <source>Needs you</source>
            <translation>需要处理</translation>
        </message>
        <message>
            <source>Not understood</source>
            <translation>无法解析</translation>
        </message>
        <message>
            <source>Open doctor</source>
            <translation>打开诊断</translation>
        </message>
        <message>
            <source>RESP polling</source>
            <translation>RESP 轮询</translation>
        </message>
        <message>
            <source>Received, session</source>
            <translation>已接收（本次会话）</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>运行中</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>The server forgets unread events soon.</source>
            <translation>服务器很快会丢弃未读事件。</translation>
        </message>
        <message>
            <source>Transport</source>
            <translation>传输方式</translation>
        </message>
        <message>
            <source>Usage statistics are off on the server.</source>
            <translation>服务器未开启用量统计。</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Why not better: {0}</source>
            <translation>未用更好方式的原因：{0}</translation>
        </message>
        <message>
            <source>another reader</source>
            <translation>另有读取者</translation>
        </message>
        <message>
            <source>answer broke off</source>
            <translation>响应中断</translation>
        </message>
        <message>
            <source>app closed</source>
            <translation>应用已关闭</translation>
        </message>
        <message>
            <source>events are missing</source>
            <translation>有事件缺失</translation>
        </message>
        <message>
            <source>events may be missing</source>
            <translation>可能有事件缺失</translation>
        </message>
        <message>
            <source>now</source>
            <translation>现在</translation>
        </message>
        <message>
            <source>server away</source>
            <translation>服务器不可用</translation>
        </message>
        <message>
            <source>server restarted</source>
            <translation>服务器已重启</translation>
        </message>
    </context>
    <context>
        <name>columns</name>
        <message>
            <source>Account</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>Cached</source>
            <translation>缓存</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>调用</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>渠道</translation>
        </message>
        <message>
            <source>Effort · tier</source>
            <translation>强度 · 层级</translation>
        </message>
        <message>
            <source>Endpoint</source>
            <translation>端点</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>密钥</translation>
        </message>
        <message>
            <source>Latency s</source>
            <translation>耗时 s</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Out/s</source>
            <translation>输出/s</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Success %</source>
            <translation>成功率 %</translation>
        </message>
        <message>
            <source>TTFT s</source>
            <translation>首字 s</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>p95 s</source>
            <translation>p95 s</translation>
        </message>
    </context>
    <context>
        <name>confirm</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>connect</name>
        <message>
            <source>Amber</source>
            <translation>琥珀</translation>
        </message>
        <message>
            <source>As you open it in the browser, with its port; a path prefix may follow.</source>
            <translation>与浏览器中打开的地址相同，包含端口；可带路径前缀。</translation>
        </message>
        <message>
            <source>Automatic (best that works)</source>
            <translation>自动（选用最佳可用方式）</translation>
        </message>
        <message>
            <source>CA file (PEM)</source>
            <translation>CA 文件 (PEM)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Change the server</source>
            <translation>修改服务器</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Connect to a CLIProxyAPI server</source>
            <translation>连接 CLIProxyAPI 服务器</translation>
        </message>
        <message>
            <source>Connected: CPA {0}, {1}</source>
            <translation>已连接：CPA {0}，{1}</translation>
        </message>
        <message>
            <source>Direct delivery (Pub/Sub)</source>
            <translation>直接推送 (Pub/Sub)</translation>
        </message>
        <message>
            <source>Do not verify the certificate (unsafe)</source>
            <translation>不校验证书（不安全）</translation>
        </message>
        <message>
            <source>Enter the server's remote-management.secret-key.</source>
            <translation>请输入服务器的 remote-management.secret-key。</translation>
        </message>
        <message>
            <source>Events are read by</source>
            <translation>事件读取方式</translation>
        </message>
        <message>
            <source>Explore with the demo server</source>
            <translation>用演示服务器体验</translation>
        </message>
        <message>
            <source>Give the file of its CA, or do not verify the certificate (unsafe).</source>
            <translation>请填写其 CA 文件，或选择不验证证书（不安全）。</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>绿色</translation>
        </message>
        <message>
            <source>HTTP usage queue</source>
            <translation>HTTP 用量队列</translation>
        </message>
        <message>
            <source>Indigo</source>
            <translation>靛蓝</translation>
        </message>
        <message>
            <source>Keep the key in the system keyring</source>
            <translation>将密钥存入系统钥匙串</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>与系统一致</translation>
        </message>
        <message>
            <source>Magenta</source>
            <translation>品红</translation>
        </message>
        <message>
            <source>Management key</source>
            <translation>管理密钥</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Proxy</source>
            <translation>代理</translation>
        </message>
        <message>
            <source>RESP polling</source>
            <translation>RESP 轮询</translation>
        </message>
        <message>
            <source>Red</source>
            <translation>红色</translation>
        </message>
        <message>
            <source>Server URL</source>
            <translation>服务器地址</translation>
        </message>
        <message>
            <source>System certificates</source>
            <translation>系统证书</translation>
        </message>
        <message>
            <source>Teal</source>
            <translation>青色</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>Test again</source>
            <translation>重新测试</translation>
        </message>
        <message>
            <source>Testing…</source>
            <translation>正在测试…</translation>
        </message>
        <message>
            <source>The key stays on this computer.</source>
            <translation>密钥只保存在本机。</translation>
        </message>
        <message>
            <source>Try again in {0}, or restart CPA.</source>
            <translation>请在 {0}后重试，或重启 CPA。</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>未更改</translation>
        </message>
        <message>
            <source>Unread events are kept for {0} only.</source>
            <translation>未读事件仅保留 {0}。</translation>
        </message>
        <message>
            <source>Usage statistics are off there; Monitoring will offer to turn them on.</source>
            <translation>该服务器未开启用量统计；“监控”页可以开启它。</translation>
        </message>
        <message>
            <source>Wrong key</source>
            <translation>密钥错误</translation>
        </message>
    </context>
    <context>
        <name>dashboard</name>
        <message>
            <source>(unknown)</source>
            <translation>（未知）</translation>
        </message>
        <message>
            <source>1–10% failed</source>
            <translation>1–10% 失败</translation>
        </message>
        <message>
            <source>&gt; 10% failed</source>
            <translation>&gt; 10% 失败</translation>
        </message>
        <message>
            <source>All failures</source>
            <translation>全部失败</translation>
        </message>
        <message>
            <source>Answer time</source>
            <translation>响应时间</translation>
        </message>
        <message>
            <source>CPA version</source>
            <translation>CPA 版本</translation>
        </message>
        <message>
            <source>Calls and tokens over time</source>
            <translation>调用与 token 趋势</translation>
        </message>
        <message>
            <source>Change the server…</source>
            <translation>修改服务器…</translation>
        </message>
        <message>
            <source>Channel health</source>
            <translation>渠道健康</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>已连接</translation>
        </message>
        <message>
            <source>Demo</source>
            <translation>演示</translation>
        </message>
        <message>
            <source>Healthy</source>
            <translation>健康</translation>
        </message>
        <message>
            <source>Last good answer</source>
            <translation>最近一次正常响应</translation>
        </message>
        <message>
            <source>Monitoring</source>
            <translation>监控</translation>
        </message>
        <message>
            <source>No calls</source>
            <translation>无调用</translation>
        </message>
        <message>
            <source>Not tested yet</source>
            <translation>尚未测试</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>On</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>Recent failures</source>
            <translation>最近失败</translation>
        </message>
        <message>
            <source>Request health</source>
            <translation>请求健康</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>Today in 10-minute cells · height is volume</source>
            <translation>今日，每格 10 分钟 · 高度表示调用量</translation>
        </message>
        <message>
            <source>Top models by calls</source>
            <translation>调用最多的模型</translation>
        </message>
        <message>
            <source>Traffic</source>
            <translation>流量</translation>
        </message>
        <message>
            <source>Unread events kept</source>
            <translation>未读事件保留</translation>
        </message>
        <message>
            <source>Usage statistics</source>
            <translation>用量统计</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>{0} ago</source>
            <translation>{0}前</translation>
        </message>
        <message>
            <source>{0} today</source>
            <translation>今日 {0}</translation>
        </message>
    </context>
    <context>
        <name>detail</name>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>尝试</translation>
        </message>
        <message>
            <source>Auth file</source>
            <translation>认证文件</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>渠道</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the request ID</source>
            <translation>复制请求 ID</translation>
        </message>
        <message>
            <source>Effort · tier</source>
            <translation>强度 · 层级</translation>
        </message>
        <message>
            <source>Endpoint</source>
            <translation>端点</translation>
        </message>
        <message>
            <source>First token</source>
            <translation>首个 token</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Request ID</source>
            <translation>请求 ID</translation>
        </message>
        <message>
            <source>Request failed</source>
            <translation>请求失败</translation>
        </message>
        <message>
            <source>Request succeeded</source>
            <translation>请求成功</translation>
        </message>
        <message>
            <source>Response body</source>
            <translation>响应正文</translation>
        </message>
        <message>
            <source>Response headers</source>
            <translation>响应头</translation>
        </message>
        <message>
            <source>Routing</source>
            <translation>路由</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Timing</source>
            <translation>耗时</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Unclassified</source>
            <translation>未分类</translation>
        </message>
        <message>
            <source>User agent</source>
            <translation>User-Agent</translation>
        </message>
        <message>
            <source>Whole answer</source>
            <translation>完整响应</translation>
        </message>
        <message>
            <source>· from cache</source>
            <translation>· 读缓存</translation>
        </message>
        <message>
            <source>· into cache</source>
            <translation>· 写缓存</translation>
        </message>
        <message>
            <source>· reasoning</source>
            <translation>· 推理</translation>
        </message>
    </context>
    <context>
        <name>doctor</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Collector doctor</source>
            <translation>采集诊断</translation>
        </message>
        <message>
            <source>Copy the command</source>
            <translation>复制命令</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>重新检查</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>未通过</translation>
        </message>
        <message>
            <source>passed</source>
            <translation>通过</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>等待</translation>
        </message>
        <message>
            <source>{0} of {1} passed</source>
            <translation>{1} 项中通过 {0} 项</translation>
        </message>
    </context>
    <context>
        <name>drawer</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>errors</name>
        <message>
            <source>Another process does this already</source>
            <translation>另一个进程已在执行此操作</translation>
        </message>
        <message>
            <source>Check the address, the network and whether CPA runs.</source>
            <translation>请检查地址、网络以及 CPA 是否在运行。</translation>
        </message>
        <message>
            <source>Check the address; behind a reverse proxy give the path prefix as well.</source>
            <translation>请检查地址；若在反向代理之后，还需填写路径前缀。</translation>
        </message>
        <message>
            <source>Enter the management key again; nothing is retried until then.</source>
            <translation>请重新输入管理密钥；在此之前不会重试。</translation>
        </message>
        <message>
            <source>Events are read over HTTP instead.</source>
            <translation>将改为通过 HTTP 读取事件。</translation>
        </message>
        <message>
            <source>Look into the server's log; try again later.</source>
            <translation>请查看服务器日志，稍后重试。</translation>
        </message>
        <message>
            <source>Management is disabled on the server, or its version is too old.</source>
            <translation>服务器已禁用管理功能，或版本过旧。</translation>
        </message>
        <message>
            <source>Set remote-management.allow-remote (and a secret-key) in the server's config.yaml.</source>
            <translation>请在服务器的 config.yaml 中设置 remote-management.allow-remote（以及 secret-key）。</translation>
        </message>
        <message>
            <source>Something went wrong</source>
            <translation>出现问题</translation>
        </message>
        <message>
            <source>The history database cannot be used</source>
            <translation>无法使用历史数据库</translation>
        </message>
        <message>
            <source>The history database does not take a record</source>
            <translation>历史数据库无法写入记录</translation>
        </message>
        <message>
            <source>The key is kept for this session only.</source>
            <translation>密钥仅在本次会话中保留。</translation>
        </message>
        <message>
            <source>The keyring cannot be used</source>
            <translation>无法使用钥匙串</translation>
        </message>
        <message>
            <source>The log says more.</source>
            <translation>详情见日志。</translation>
        </message>
        <message>
            <source>The server could not answer</source>
            <translation>服务器无法响应</translation>
        </message>
        <message>
            <source>The server could not be reached</source>
            <translation>无法连接服务器</translation>
        </message>
        <message>
            <source>The server does not allow remote management</source>
            <translation>服务器不允许远程管理</translation>
        </message>
        <message>
            <source>The server does not have this function</source>
            <translation>服务器没有此功能</translation>
        </message>
        <message>
            <source>The server failed</source>
            <translation>服务器出错</translation>
        </message>
        <message>
            <source>The server refused the management key</source>
            <translation>服务器拒绝了管理密钥</translation>
        </message>
        <message>
            <source>The server refused the request</source>
            <translation>服务器拒绝了请求</translation>
        </message>
        <message>
            <source>The server's answer was incomplete or too large</source>
            <translation>服务器的响应不完整或过大</translation>
        </message>
        <message>
            <source>There is no CPA at this address</source>
            <translation>此地址没有 CPA</translation>
        </message>
        <message>
            <source>This address does not support direct event delivery</source>
            <translation>此地址不支持直接推送事件</translation>
        </message>
        <message>
            <source>This address is banned by the server</source>
            <translation>此地址已被服务器封禁</translation>
        </message>
        <message>
            <source>This input cannot be used</source>
            <translation>无法使用此输入</translation>
        </message>
        <message>
            <source>Wait until the ban ends, or restart CPA.</source>
            <translation>请等待封禁结束，或重启 CPA。</translation>
        </message>
    </context>
    <context>
        <name>explain</name>
        <message>
            <source> It resets in {0}.</source>
            <translation> {0}后重置。</translation>
        </message>
        <message>
            <source>Client hung up</source>
            <translation>客户端断开</translation>
        </message>
        <message>
            <source>Credential refused</source>
            <translation>凭证被拒绝</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Limit reached</source>
            <translation>达到上限</translation>
        </message>
        <message>
            <source>Provider failed</source>
            <translation>供应商出错</translation>
        </message>
        <message>
            <source>Request refused</source>
            <translation>请求被拒绝</translation>
        </message>
        <message>
            <source>Stream broke off</source>
            <translation>数据流中断</translation>
        </message>
        <message>
            <source>The account hit a rate or usage limit.</source>
            <translation>该账号触及速率或用量上限。</translation>
        </message>
        <message>
            <source>The attempt failed; no status was told.</source>
            <translation>此次尝试失败，未告知状态码。</translation>
        </message>
        <message>
            <source>The client hung up before the answer was complete.</source>
            <translation>客户端在响应完成前断开。</translation>
        </message>
        <message>
            <source>The provider failed or could not be reached. A retry usually helps.</source>
            <translation>供应商出错或无法连接。重试通常有效。</translation>
        </message>
        <message>
            <source>The provider refused the credential. Sign in again or replace the key.</source>
            <translation>供应商拒绝了凭证。请重新登录或更换密钥。</translation>
        </message>
        <message>
            <source>The provider refused the request itself; another account would answer the same.</source>
            <translation>供应商拒绝了请求本身；换用其他账号结果相同。</translation>
        </message>
        <message>
            <source>The stream broke off before the answer was complete.</source>
            <translation>响应完成前数据流中断。</translation>
        </message>
    </context>
    <context>
        <name>facet</name>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Nothing recorded yet</source>
            <translation>尚无记录</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>供应商</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Succeeded</source>
            <translation>成功</translation>
        </message>
        <message>
            <source>Without 429</source>
            <translation>不含 429</translation>
        </message>
    </context>
    <context>
        <name>facets</name>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
    </context>
    <context>
        <name>format</name>
        <message>
            <source>{0} d {1} h</source>
            <translation>{0} 天 {1} 小时</translation>
        </message>
        <message>
            <source>{0} h {1} m</source>
            <translation>{0} 小时 {1} 分</translation>
        </message>
        <message>
            <source>{0} m</source>
            <translation>{0} 分</translation>
        </message>
        <message>
            <source>{0} ms</source>
            <translation>{0} 毫秒</translation>
        </message>
        <message>
            <source>{0} s</source>
            <translation>{0} 秒</translation>
        </message>
    </context>
    <context>
        <name>kpi</name>
        <message>
            <source>Cache hit</source>
            <translation>缓存命中</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>调用</translation>
        </message>
        <message>
            <source>Latency p50</source>
            <translation>延迟 p50</translation>
        </message>
        <message>
            <source>RPM / TPM (30 min)</source>
            <translation>RPM / TPM（30 分钟）</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Success rate</source>
            <translation>成功率</translation>
        </message>
        <message>
            <source>TTFT p50</source>
            <translation>首字 p50</translation>
        </message>
        <message>
            <source>TTFT {0}</source>
            <translation>首字 {0}</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Tokens in / out</source>
            <translation>Token 输入 / 输出</translation>
        </message>
        <message>
            <source>against yesterday</source>
            <translation>较昨日</translation>
        </message>
        <message>
            <source>p95 latency</source>
            <translation>p95 延迟</translation>
        </message>
        <message>
            <source>p95 {0}</source>
            <translation>p95 {0}</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>{0} a minute</source>
            <translation>每分钟 {0}</translation>
        </message>
        <message>
            <source>{0} cached</source>
            <translation>{0} 缓存</translation>
        </message>
        <message>
            <source>{0} calls</source>
            <translation>{0} 次调用</translation>
        </message>
        <message>
            <source>{0} failed</source>
            <translation>{0} 次失败</translation>
        </message>
        <message>
            <source>{0} out</source>
            <translation>{0} 输出</translation>
        </message>
        <message>
            <source>{0} reasoning</source>
            <translation>{0} 推理</translation>
        </message>
    </context>
    <context>
        <name>monitoring</name>
        <message>
            <source>Calls and tokens over time</source>
            <translation>调用与 token 趋势</translation>
        </message>
        <message>
            <source>Choose a longer range, or take filters away.</source>
            <translation>请选择更长的时间范围，或移除筛选。</translation>
        </message>
        <message>
            <source>Choose a longer range; new requests appear here at once.</source>
            <translation>请选择更长的时间范围；新请求会立即显示在这里。</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Clear filters</source>
            <translation>清除筛选</translation>
        </message>
        <message>
            <source>Details of the request</source>
            <translation>请求详情</translation>
        </message>
        <message>
            <source>Failed only</source>
            <translation>仅失败</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>实时</translation>
        </message>
        <message>
            <source>Mask e-mails</source>
            <translation>隐藏邮箱</translation>
        </message>
        <message>
            <source>No request in this range</source>
            <translation>此范围内没有请求</translation>
        </message>
        <message>
            <source>No request matches</source>
            <translation>没有匹配的请求</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>查看中</translation>
        </message>
        <message>
            <source>Realtime</source>
            <translation>实时</translation>
        </message>
        <message>
            <source>Requests, newest first</source>
            <translation>请求，最新在前</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Search request ID, account, path, error</source>
            <translation>搜索请求 ID、账号、路径、错误</translation>
        </message>
        <message>
            <source>Traffic</source>
            <translation>流量</translation>
        </message>
    </context>
    <context>
        <name>notices</name>
        <message>
            <source>Another tool reads the same events</source>
            <translation>另一个工具在读取相同的事件</translation>
        </message>
        <message>
            <source>Each of the two gets only a part of them.</source>
            <translation>两者各自只能得到一部分事件。</translation>
        </message>
        <message>
            <source>Nothing is collected from it until you enter the key.</source>
            <translation>输入密钥之前，不会从它采集。</translation>
        </message>
        <message>
            <source>Open doctor</source>
            <translation>打开诊断</translation>
        </message>
        <message>
            <source>The management key of {0} is not known</source>
            <translation>缺少 {0} 的管理密钥</translation>
        </message>
        <message>
            <source>The server records no events until they are turned on.</source>
            <translation>开启之前，服务器不会记录任何事件。</translation>
        </message>
        <message>
            <source>Unread events are kept for a short time</source>
            <translation>未读事件的保留时间很短</translation>
        </message>
        <message>
            <source>Usage statistics are off</source>
            <translation>用量统计未开启</translation>
        </message>
        <message>
            <source>What happens while this application is closed may be lost.</source>
            <translation>应用关闭期间发生的事件可能会丢失。</translation>
        </message>
    </context>
    <context>
        <name>page</name>
        <message>
            <source>Connect to a server…</source>
            <translation>连接服务器…</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>正在加载…</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
    </context>
    <context>
        <name>pages</name>
        <message>
            <source>Dashboard</source>
            <translation>仪表盘</translation>
        </message>
        <message>
            <source>Monitoring</source>
            <translation>监控</translation>
        </message>
    </context>
    <context>
        <name>palette</name>
        <message>
            <source>Actions</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>命令面板</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Connect to a server…</source>
            <translation>连接服务器…</translation>
        </message>
        <message>
            <source>Go to</source>
            <translation>前往</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>No command fits</source>
            <translation>没有匹配的命令</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translation>刷新</translation>
        </message>
        <message>
            <source>Search or run a command</source>
            <translation>搜索或执行命令</translation>
        </message>
        <message>
            <source>Show server {0}</source>
            <translation>显示服务器 {0}</translation>
        </message>
        <message>
            <source>move</source>
            <translation>移动</translation>
        </message>
        <message>
            <source>run</source>
            <translation>执行</translation>
        </message>
    </context>
    <context>
        <name>phrases</name>
        <message>
            <source>Another tool reads the same queue: stop it, or import from it.</source>
            <translation>另一个工具在读取同一队列：请停止它，或从它导入。</translation>
        </message>
        <message>
            <source>Check the proxy setting.</source>
            <translation>请检查代理设置。</translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation>请换一个名称。</translation>
        </message>
        <message>
            <source>Choose the mode auto.</source>
            <translation>请选择自动模式。</translation>
        </message>
        <message>
            <source>Enter the server's secret-key.</source>
            <translation>请输入服务器的 secret-key。</translation>
        </message>
        <message>
            <source>Give the CA's file in the profile, or mark the profile as 'do not verify'.</source>
            <translation>请在服务器设置中填写 CA 文件，或选择不验证证书。</translation>
        </message>
        <message>
            <source>Its version is too old for this, or it is no CPA.</source>
            <translation>其版本过旧，或者不是 CPA。</translation>
        </message>
        <message>
            <source>Its version is too old for this.</source>
            <translation>其版本过旧。</translation>
        </message>
        <message>
            <source>Leave them out, or set HTTPS_PROXY and use the system's proxy.</source>
            <translation>请去掉它们，或设置 HTTPS_PROXY 并使用系统代理。</translation>
        </message>
        <message>
            <source>Management may be disabled there: set a secret-key.</source>
            <translation>管理功能可能未启用：请设置 secret-key。</translation>
        </message>
        <message>
            <source>Or set it to 'direct'.</source>
            <translation>也可以填写 direct 直接连接。</translation>
        </message>
        <message>
            <source>Send one request through CPA.</source>
            <translation>请通过 CPA 发送一个请求。</translation>
        </message>
        <message>
            <source>Set it in its config.yaml.</source>
            <translation>请在服务器的 config.yaml 中设置。</translation>
        </message>
        <message>
            <source>Set redis-usage-queue-retention-seconds to 3600, so that a restart loses nothing.</source>
            <translation>请把 redis-usage-queue-retention-seconds 设为 3600，重启时就不会丢失。</translation>
        </message>
        <message>
            <source>Stop it first, or look at its window.</source>
            <translation>请先停止它，或查看它的窗口。</translation>
        </message>
        <message>
            <source>The CA file cannot be read</source>
            <translation>无法读取 CA 文件</translation>
        </message>
        <message>
            <source>The key may still be in it: remove it there.</source>
            <translation>密钥可能仍在其中，请到那里删除。</translation>
        </message>
        <message>
            <source>The management key is missing</source>
            <translation>缺少管理密钥</translation>
        </message>
        <message>
            <source>The proxy setting cannot be used</source>
            <translation>代理设置无效</translation>
        </message>
        <message>
            <source>The system's proxy cannot be used</source>
            <translation>系统代理无法使用</translation>
        </message>
        <message>
            <source>This is no management key</source>
            <translation>这不是有效的管理密钥</translation>
        </message>
        <message>
            <source>This is not a server address</source>
            <translation>这不是服务器地址</translation>
        </message>
        <message>
            <source>This name cannot be used</source>
            <translation>无法使用此名称</translation>
        </message>
        <message>
            <source>This proxy cannot be saved</source>
            <translation>无法保存此代理</translation>
        </message>
        <message>
            <source>Try the address with http:// instead of https://.</source>
            <translation>请把地址中的 https:// 改为 http://。</translation>
        </message>
        <message>
            <source>Turn on usage-statistics-enabled; no restart is needed.</source>
            <translation>请开启 usage-statistics-enabled，无需重启。</translation>
        </message>
        <message>
            <source>Unlock it, or enter the key again; it is then kept for this session only.</source>
            <translation>请解锁，或重新输入密钥；密钥将只在本次会话中保留。</translation>
        </message>
        <message>
            <source>Use https:// instead of http:// in the address.</source>
            <translation>请把地址中的 http:// 改为 https://。</translation>
        </message>
        <message>
            <source>Use letters, digits and ASCII signs without line breaks.</source>
            <translation>请使用字母、数字和 ASCII 符号，不要换行。</translation>
        </message>
        <message>
            <source>Use {0} as the server's address.</source>
            <translation>请使用 {0} 作为服务器地址。</translation>
        </message>
        <message>
            <source>Write it like http://192.168.1.5:8317 or https://cpa.example.com.</source>
            <translation>请写成 http://192.168.1.5:8317 或 https://cpa.example.com 的形式。</translation>
        </message>
        <message>
            <source>a name has 1 to {0} printable characters</source>
            <translation>名称须为 1 到 {0} 个可显示字符</translation>
        </message>
        <message>
            <source>a reverse proxy with a path stands in front; only HTTP passes it</source>
            <translation>前面有带路径的反向代理，只能通过 HTTP</translation>
        </message>
        <message>
            <source>a web page came back instead of data</source>
            <translation>返回的是网页而不是数据</translation>
        </message>
        <message>
            <source>an HTTP server or proxy answers there</source>
            <translation>响应来自 HTTP 服务器或代理</translation>
        </message>
        <message>
            <source>an IPv6 address with a zone cannot be used</source>
            <translation>不能使用带区域的 IPv6 地址</translation>
        </message>
        <message>
            <source>comes from an authority that is not known here</source>
            <translation>由本机不信任的机构签发</translation>
        </message>
        <message>
            <source>direct delivery (RESP) works</source>
            <translation>直接推送 (RESP) 可用</translation>
        </message>
        <message>
            <source>events are read over HTTP, because {0}</source>
            <translation>通过 HTTP 读取事件，因为{0}</translation>
        </message>
        <message>
            <source>has expired</source>
            <translation>已过期</translation>
        </message>
        <message>
            <source>host or port cannot be read</source>
            <translation>无法识别主机或端口</translation>
        </message>
        <message>
            <source>is not valid yet</source>
            <translation>尚未生效</translation>
        </message>
        <message>
            <source>is self-signed and not known here</source>
            <translation>是自签名的，本机不信任</translation>
        </message>
        <message>
            <source>it asks to wait (status {0})</source>
            <translation>服务器要求等待（状态 {0}）</translation>
        </message>
        <message>
            <source>it did not answer within {0} s; perhaps it waits to be unlocked</source>
            <translation>{0} 秒内没有响应，可能在等待解锁</translation>
        </message>
        <message>
            <source>it holds characters that cannot be sent</source>
            <translation>其中含有无法发送的字符</translation>
        </message>
        <message>
            <source>it is empty</source>
            <translation>内容为空</translation>
        </message>
        <message>
            <source>it is larger than {0} MiB</source>
            <translation>内容超过 {0} MiB</translation>
        </message>
        <message>
            <source>it is locked</source>
            <translation>它已锁定</translation>
        </message>
        <message>
            <source>it is no PEM file</source>
            <translation>它不是 PEM 文件</translation>
        </message>
        <message>
            <source>it is no complete JSON document</source>
            <translation>JSON 内容不完整</translation>
        </message>
        <message>
            <source>it sends elsewhere (status {0})</source>
            <translation>它重定向到其他地址（状态 {0}）</translation>
        </message>
        <message>
            <source>it speaks TLS</source>
            <translation>它使用 TLS</translation>
        </message>
        <message>
            <source>it was banned before; nothing was sent</source>
            <translation>此前已被封禁，本次没有发送</translation>
        </message>
        <message>
            <source>it was not complete after {0} s</source>
            <translation>{0} 秒后仍不完整</translation>
        </message>
        <message>
            <source>it was refused before; nothing was sent</source>
            <translation>此前已被拒绝，本次没有发送</translation>
        </message>
        <message>
            <source>its health check is not CPA's</source>
            <translation>其健康检查不是 CPA 的</translation>
        </message>
        <message>
            <source>needs a running collector to tell</source>
            <translation>需要采集器运行才能判断</translation>
        </message>
        <message>
            <source>no event was ever stored</source>
            <translation>还没有存储过事件</translation>
        </message>
        <message>
            <source>no keyring service of the operating system answers</source>
            <translation>系统的钥匙串服务没有响应</translation>
        </message>
        <message>
            <source>no management key is known for {0}</source>
            <translation>没有 {0} 的管理密钥</translation>
        </message>
        <message>
            <source>no other reader of the queue was noticed</source>
            <translation>未发现其他工具读取队列</translation>
        </message>
        <message>
            <source>nothing more arrived in time</source>
            <translation>没有及时收到后续内容</translation>
        </message>
        <message>
            <source>of unknown version</source>
            <translation>（版本未知）</translation>
        </message>
        <message>
            <source>only http and https are possible</source>
            <translation>只支持 http 和 https</translation>
        </message>
        <message>
            <source>only http:// and https:// proxies are possible</source>
            <translation>只支持 http:// 和 https:// 代理</translation>
        </message>
        <message>
            <source>process {0} collects from {1}</source>
            <translation>进程 {0} 正在从 {1} 采集</translation>
        </message>
        <message>
            <source>something in front of it refuses access (status 403)</source>
            <translation>前置服务拒绝访问（状态 403）</translation>
        </message>
        <message>
            <source>status {0} without a reason</source>
            <translation>状态 {0}，未说明原因</translation>
        </message>
        <message>
            <source>the IP address cannot be read</source>
            <translation>无法识别 IP 地址</translation>
        </message>
        <message>
            <source>the TLS handshake with {0} failed ({1})</source>
            <translation>与 {0} 的 TLS 握手失败（{1}）</translation>
        </message>
        <message>
            <source>the address holds blanks or characters that no address may have</source>
            <translation>地址中含有空格或不允许的字符</translation>
        </message>
        <message>
            <source>the address is empty</source>
            <translation>地址为空</translation>
        </message>
        <message>
            <source>the connection ended before it was complete</source>
            <translation>内容未完整，连接已中断</translation>
        </message>
        <message>
            <source>the connection goes through an HTTP proxy; only HTTP passes it</source>
            <translation>连接经过 HTTP 代理，只能通过 HTTP</translation>
        </message>
        <message>
            <source>the connection to {0} failed</source>
            <translation>与 {0} 的连接失败</translation>
        </message>
        <message>
            <source>the connection was closed at the login, without a word</source>
            <translation>登录时连接被直接关闭</translation>
        </message>
        <message>
            <source>the data that came back is not CPA's</source>
            <translation>返回的数据不是 CPA 的</translation>
        </message>
        <message>
            <source>the host name cannot be used</source>
            <translation>主机名无效</translation>
        </message>
        <message>
            <source>the host name is missing</source>
            <translation>缺少主机名</translation>
        </message>
        <message>
            <source>the management key was accepted; CPA {0}</source>
            <translation>管理密钥已被接受；CPA {0}</translation>
        </message>
        <message>
            <source>the name of {0} is not known</source>
            <translation>无法解析主机名 {0}</translation>
        </message>
        <message>
            <source>the newest stored event is of {0}</source>
            <translation>最新存储的事件：{0}</translation>
        </message>
        <message>
            <source>the path must not hold '..'</source>
            <translation>路径中不能包含“..”</translation>
        </message>
        <message>
            <source>the port must be between 1 and 65535</source>
            <translation>端口必须在 1 到 65535 之间</translation>
        </message>
        <message>
            <source>the proxy asks for a login</source>
            <translation>代理要求登录</translation>
        </message>
        <message>
            <source>the proxy {0} could not connect</source>
            <translation>代理 {0} 无法建立连接</translation>
        </message>
        <message>
            <source>the server did not keep the new retention</source>
            <translation>服务器没有保留新的保留时间</translation>
        </message>
        <message>
            <source>the server did not keep usage-statistics-enabled</source>
            <translation>服务器没有保留 usage-statistics-enabled</translation>
        </message>
        <message>
            <source>the server's certificate {0}</source>
            <translation>服务器的证书{0}</translation>
        </message>
        <message>
            <source>the server's counters grow, but few events arrive</source>
            <translation>服务器计数在增长，但收到的事件很少</translation>
        </message>
        <message>
            <source>the subscription was not confirmed</source>
            <translation>订阅未得到确认</translation>
        </message>
        <message>
            <source>there is a server called “{0}” already</source>
            <translation>已有名为“{0}”的服务器</translation>
        </message>
        <message>
            <source>there is no file {0}</source>
            <translation>文件 {0} 不存在</translation>
        </message>
        <message>
            <source>there is no saved server “{0}” any more</source>
            <translation>已保存的服务器“{0}”不存在了</translation>
        </message>
        <message>
            <source>there is no way to {0} from this network</source>
            <translation>当前网络无法到达 {0}</translation>
        </message>
        <message>
            <source>this server is not connected any more</source>
            <translation>此服务器已不再连接</translation>
        </message>
        <message>
            <source>unread events are kept for {0} s</source>
            <translation>未读事件保留 {0} 秒</translation>
        </message>
        <message>
            <source>usage-statistics-enabled is false, so CPA records nothing</source>
            <translation>usage-statistics-enabled 为 false，CPA 不会记录任何内容</translation>
        </message>
        <message>
            <source>usage-statistics-enabled is true</source>
            <translation>usage-statistics-enabled 为 true</translation>
        </message>
        <message>
            <source>user name and password do not belong into the address</source>
            <translation>地址中不能包含用户名和密码</translation>
        </message>
        <message>
            <source>user name and password would be kept in a plain file</source>
            <translation>用户名和密码会以明文保存</translation>
        </message>
        <message>
            <source>waits for the check above</source>
            <translation>等待上面的检查</translation>
        </message>
        <message>
            <source>was issued for another IP address</source>
            <translation>是为其他 IP 地址签发的</translation>
        </message>
        <message>
            <source>was issued for another host name</source>
            <translation>是为其他主机名签发的</translation>
        </message>
        <message>
            <source>was not accepted ({0})</source>
            <translation>未被接受（{0}）</translation>
        </message>
        <message>
            <source>what answers there does not know {0} (status {1})</source>
            <translation>该地址的服务没有 {0}（状态 {1}）</translation>
        </message>
        <message>
            <source>what answers there does not speak HTTP</source>
            <translation>该地址的响应不是 HTTP</translation>
        </message>
        <message>
            <source>what answers there does not speak RESP</source>
            <translation>该地址的服务不支持 RESP</translation>
        </message>
        <message>
            <source>what answers there refused the request (status {0})</source>
            <translation>该地址的服务拒绝了请求（状态 {0}）</translation>
        </message>
        <message>
            <source>what came back is no data of CPA's</source>
            <translation>返回的内容不是 CPA 的数据</translation>
        </message>
        <message>
            <source>{0} (unsupported RESP prefix '{1}')</source>
            <translation>{0}（不支持的 RESP 前缀“{1}”）</translation>
        </message>
        <message>
            <source>{0} answered in {1} ms</source>
            <translation>{0} 在 {1} 毫秒内响应</translation>
        </message>
        <message>
            <source>{0} answers; it is older than 6.9.10</source>
            <translation>{0} 有响应；版本早于 6.9.10</translation>
        </message>
        <message>
            <source>{0} closed the connection</source>
            <translation>{0} 关闭了连接</translation>
        </message>
        <message>
            <source>{0} closed the connection without an answer</source>
            <translation>{0} 未作响应就关闭了连接</translation>
        </message>
        <message>
            <source>{0} did not answer in time</source>
            <translation>{0} 没有及时响应</translation>
        </message>
        <message>
            <source>{0} did not answer within {1} s</source>
            <translation>{0} 在 {1} 秒内没有响应</translation>
        </message>
        <message>
            <source>{0} does not speak TLS</source>
            <translation>{0} 不支持 TLS</translation>
        </message>
        <message>
            <source>{0} is not known to it</source>
            <translation>服务器没有 {0}</translation>
        </message>
        <message>
            <source>{0} refused the connection</source>
            <translation>{0} 拒绝了连接</translation>
        </message>
        <message>
            <source>{0} was not found</source>
            <translation>未找到 {0}</translation>
        </message>
        <message>
            <source>{0}.</source>
            <translation>{0}。</translation>
        </message>
        <message>
            <source>{0}. {1}</source>
            <translation>{0}。{1}</translation>
        </message>
        <message>
            <source>{0}: {1}</source>
            <translation>{0}：{1}</translation>
        </message>
    </context>
    <context>
        <name>rail</name>
        <message>
            <source>Collapse</source>
            <translation>收起</translation>
        </message>
        <message>
            <source>Expand</source>
            <translation>展开</translation>
        </message>
        <message>
            <source>Navigation</source>
            <translation>导航</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
    </context>
    <context>
        <name>range</name>
        <message>
            <source>1 h</source>
            <translation>1 小时</translation>
        </message>
        <message>
            <source>15 min</source>
            <translation>15 分钟</translation>
        </message>
        <message>
            <source>24 h</source>
            <translation>24 小时</translation>
        </message>
        <message>
            <source>30 d</source>
            <translation>30 天</translation>
        </message>
        <message>
            <source>7 d</source>
            <translation>7 天</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>时间范围</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
    </context>
    <context>
        <name>remove</name>
        <message numerus="yes">
            <source>%n recorded request(s) stay in the history.</source>
            <translation>
                <numerusform>已记录的 %n 个请求会保留在历史中。</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing is collected from {0} any more, and its management key is forgotten.</source>
            <translation>将不再从 {0} 采集，其管理密钥也会被删除。</translation>
        </message>
        <message>
            <source>Remove server</source>
            <translation>移除服务器</translation>
        </message>
        <message>
            <source>Remove {0}?</source>
            <translation>移除 {0}？</translation>
        </message>
        <message>
            <source>Stop the demo</source>
            <translation>停止演示</translation>
        </message>
        <message>
            <source>Stop the demo server?</source>
            <translation>停止演示服务器？</translation>
        </message>
        <message>
            <source>The demo server and its simulated traffic end.</source>
            <translation>演示服务器及其模拟流量将结束。</translation>
        </message>
    </context>
    <context>
        <name>secret</name>
        <message>
            <source>Show the key while held</source>
            <translation>按住显示密钥</translation>
        </message>
    </context>
    <context>
        <name>server</name>
        <message>
            <source>Connect to a server…</source>
            <translation>连接服务器…</translation>
        </message>
        <message>
            <source>Edit this server…</source>
            <translation>编辑此服务器…</translation>
        </message>
        <message>
            <source>No server</source>
            <translation>无服务器</translation>
        </message>
        <message>
            <source>Not connected</source>
            <translation>未连接</translation>
        </message>
        <message>
            <source>Remove this server…</source>
            <translation>移除此服务器…</translation>
        </message>
        <message>
            <source>Server {0}, {1}</source>
            <translation>服务器 {0}，{1}</translation>
        </message>
        <message>
            <source>Stop the demo server…</source>
            <translation>停止演示服务器…</translation>
        </message>
    </context>
    <context>
        <name>session</name>
        <message>
            <source>Connect to a CLIProxyAPI server, or look around with the demo.</source>
            <translation>连接一个 CLIProxyAPI 服务器，或用演示服务器体验。</translation>
        </message>
        <message>
            <source>No server connected</source>
            <translation>未连接服务器</translation>
        </message>
    </context>
    <context>
        <name>settings</name>
        <message>
            <source>Mask e-mails</source>
            <translation>隐藏邮箱</translation>
        </message>
        <message>
            <source>Theme: dark</source>
            <translation>主题：深色</translation>
        </message>
        <message>
            <source>Theme: light</source>
            <translation>主题：浅色</translation>
        </message>
        <message>
            <source>Theme: like the system</source>
            <translation>主题：跟随系统</translation>
        </message>
    </context>
    <context>
        <name>status</name>
        <message>
            <source>Collector needs you</source>
            <translation>采集器需要处理</translation>
        </message>
        <message>
            <source>Collector running</source>
            <translation>采集器运行中</translation>
        </message>
        <message>
            <source>Collector starting</source>
            <translation>采集器正在启动</translation>
        </message>
        <message>
            <source>Collector stopped</source>
            <translation>采集器已停止</translation>
        </message>
        <message>
            <source>Collector waiting for the server</source>
            <translation>采集器等待服务器</translation>
        </message>
        <message>
            <source>Demo data</source>
            <translation>演示数据</translation>
        </message>
        <message>
            <source>Demo server</source>
            <translation>演示服务器</translation>
        </message>
        <message>
            <source>Lag {0}</source>
            <translation>延迟 {0}</translation>
        </message>
        <message>
            <source>Not connected</source>
            <translation>未连接</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>key missing</source>
            <translation>缺少密钥</translation>
        </message>
        <message>
            <source>{0} events</source>
            <translation>{0} 个事件</translation>
        </message>
    </context>
    <context>
        <name>table</name>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n 条新记录</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new, go to the top</source>
            <translation>
                <numerusform>%n 条新记录，回到顶部</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>timeline</name>
        <message>
            <source>{0} requests, {1} failed</source>
            <translation>{0} 个请求，{1} 个失败</translation>
        </message>
    </context>
    <context>
        <name>toast</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>toolbar</name>
        <message>
            <source>No notices</source>
            <translation>没有通知</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translation>刷新</translation>
        </message>
        <message>
            <source>Search or run a command</source>
            <translation>搜索或执行命令</translation>
        </message>
    </context>
</TS>
