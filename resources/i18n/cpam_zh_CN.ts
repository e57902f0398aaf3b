<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>analytics</name>
        <message>
            <source>Trend</source>
            <translation>趋势</translation>
        </message>
        <message>
            <source>{0} against {1}</source>
            <translation>{0} 与 {1} 对比</translation>
        </message>
    </context>
    <context>
        <name>anomaly</name>
        <message>
            <source>(unknown)</source>
            <translation>（未知）</translation>
        </message>
        <message>
            <source>API key {0}</source>
            <translation>API 密钥 {0}</translation>
        </message>
        <message>
            <source>Fewer cache hits</source>
            <translation>缓存命中减少</translation>
        </message>
        <message>
            <source>Higher cost</source>
            <translation>成本升高</translation>
        </message>
        <message>
            <source>It is spread over many models, accounts and keys.</source>
            <translation>分散在许多模型、账号和密钥上。</translation>
        </message>
        <message>
            <source>More failures</source>
            <translation>失败增多</translation>
        </message>
        <message>
            <source>More requests</source>
            <translation>请求增多</translation>
        </message>
        <message>
            <source>More tokens a request</source>
            <translation>每次请求的 token 增多</translation>
        </message>
        <message>
            <source>Nothing: every hour is near what is usual for it.</source>
            <translation>没有：每个小时都接近其平常水平。</translation>
        </message>
        <message>
            <source>Share of the difference: {0}.</source>
            <translation>差异中的占比：{0}。</translation>
        </message>
        <message>
            <source>Show in Monitoring</source>
            <translation>在监控中显示</translation>
        </message>
        <message>
            <source>Slower answers</source>
            <translation>响应变慢</translation>
        </message>
        <message>
            <source>What stood out</source>
            <translation>异常之处</translation>
        </message>
        <message>
            <source>account {0}</source>
            <translation>账号 {0}</translation>
        </message>
        <message>
            <source>channel {0}</source>
            <translation>渠道 {0}</translation>
        </message>
        <message>
            <source>model {0}</source>
            <translation>模型 {0}</translation>
        </message>
        <message>
            <source>{0} (seen only then)</source>
            <translation>{0}（仅此时出现）</translation>
        </message>
        <message>
            <source>{0}, {1}.</source>
            <translation>{0}，{1}。</translation>
        </message>
        <message>
            <source>{0}: {1}%</source>
            <translation>{0}：{1}%</translation>
        </message>
        <message>
            <source>{0}: {1}, usually {2}</source>
            <translation>{0}：{1}，平常为 {2}</translation>
        </message>
    </context>
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
            <source>Choose another folder, or make room.</source>
            <translation>换一个文件夹，或腾出空间。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>成本</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Latency</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Save as CSV</source>
            <translation>保存为 CSV</translation>
        </message>
        <message>
            <source>Save as CSV…</source>
            <translation>保存为 CSV…</translation>
        </message>
        <message>
            <source>Save as PNG</source>
            <translation>保存为 PNG</translation>
        </message>
        <message>
            <source>Save as PNG…</source>
            <translation>保存为 PNG…</translation>
        </message>
        <message>
            <source>Save or copy the chart</source>
            <translation>保存或复制图表</translation>
        </message>
        <message>
            <source>The chart was saved</source>
            <translation>图表已保存</translation>
        </message>
        <message>
            <source>The file could not be written</source>
            <translation>无法写入文件</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>{0} and more</source>
            <translation>{0} 及以上</translation>
        </message>
        <message>
            <source>{0} calls, {1} failed</source>
            <translation>{0} 次调用，{1} 次失败</translation>
        </message>
        <message>
            <source>{0} tokens</source>
            <translation>{0} token</translation>
        </message>
        <message>
            <source>{0}: {1}</source>
            <translation>{0}：{1}</translation>
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
        <message>
            <source>{0}, without {1}</source>
            <translation>{0}，排除 {1}</translation>
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
            <source>$ in / 1M</source>
            <translation>$ 输入 / 1M</translation>
        </message>
        <message>
            <source>$ in / out now</source>
            <translation>$ 现入 / 现出</translation>
        </message>
        <message>
            <source>$ in / out then</source>
            <translation>$ 原入 / 原出</translation>
        </message>
        <message>
            <source>$ out / 1M</source>
            <translation>$ 输出 / 1M</translation>
        </message>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>Attempt</source>
            <translation>尝试</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>尝试</translation>
        </message>
        <message>
            <source>Avg s</source>
            <translation>平均秒</translation>
        </message>
        <message>
            <source>Cache %</source>
            <translation>缓存 %</translation>
        </message>
        <message>
            <source>Cache hit %</source>
            <translation>缓存命中 %</translation>
        </message>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Cache write</source>
            <translation>缓存写入</translation>
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
            <source>Calls, 30 d</source>
            <translation>调用，30 天</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>渠道</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>成本</translation>
        </message>
        <message>
            <source>Cost, 30 d</source>
            <translation>成本，30 天</translation>
        </message>
        <message>
            <source>Cost/req</source>
            <translation>成本/请求</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Duplicates</source>
            <translation>重复</translation>
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
            <source>Error text</source>
            <translation>错误文本</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Failure rate %</source>
            <translation>失败率 %</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Figure</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>First seen</source>
            <translation>首次出现</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>In history</source>
            <translation>有记录</translation>
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
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Last seen</source>
            <translation>最近出现</translation>
        </message>
        <message>
            <source>Latency s</source>
            <translation>耗时 s</translation>
        </message>
        <message>
            <source>Latest</source>
            <translation>最近</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>对比</translation>
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
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>供应商</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Reasoning</source>
            <translation>推理</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>Request ID</source>
            <translation>请求 ID</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Share %</source>
            <translation>占比 %</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>起始</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>来源</translation>
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
            <source>Sums only</source>
            <translation>仅合计</translation>
        </message>
        <message>
            <source>TTFT s</source>
            <translation>首字 s</translation>
        </message>
        <message>
            <source>This</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>Those that fit</source>
            <translation>能放下的列</translation>
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
            <source>Tokens/req</source>
            <translation>token/请求</translation>
        </message>
        <message>
            <source>Tokens/s</source>
            <translation>token/秒</translation>
        </message>
        <message>
            <source>Trend</source>
            <translation>趋势</translation>
        </message>
        <message>
            <source>Unreadable</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>Usual</source>
            <translation>平常</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>attempt {0}</source>
            <translation>第 {0} 次尝试</translation>
        </message>
    </context>
    <context>
        <name>compare</name>
        <message>
            <source>A week earlier, side by side</source>
            <translation>一周前，并排</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Four weeks earlier, side by side</source>
            <translation>四周前，并排</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Period before</source>
            <translation>上一时段</translation>
        </message>
        <message>
            <source>Period before, side by side</source>
            <translation>上一时段，并排</translation>
        </message>
        <message>
            <source>Server {0}</source>
            <translation>服务器 {0}</translation>
        </message>
        <message>
            <source>a week earlier</source>
            <translation>一周前</translation>
        </message>
        <message>
            <source>before</source>
            <translation>之前</translation>
        </message>
        <message>
            <source>four weeks earlier</source>
            <translation>四周前</translation>
        </message>
    </context>
    <context>
        <name>comparison</name>
        <message>
            <source>Side by side</source>
            <translation>并排对比</translation>
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
            <source>All servers</source>
            <translation>所有服务器</translation>
        </message>
        <message>
            <source>Answer time</source>
            <translation>响应时间</translation>
        </message>
        <message>
            <source>Built</source>
            <translation>构建</translation>
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
            <source>Client keys</source>
            <translation>客户端密钥</translation>
        </message>
        <message>
            <source>Config</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>已连接</translation>
        </message>
        <message>
            <source>Connect…</source>
            <translation>连接…</translation>
        </message>
        <message>
            <source>Cost by model</source>
            <translation>各模型成本</translation>
        </message>
        <message>
            <source>Credentials</source>
            <translation>凭据</translation>
        </message>
        <message>
            <source>Debug</source>
            <translation>调试</translation>
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
            <source>How long the server keeps events that nobody has read yet.</source>
            <translation>服务器为无人读取的事件保留多久。</translation>
        </message>
        <message>
            <source>Last good answer</source>
            <translation>最近一次正常响应</translation>
        </message>
        <message>
            <source>Logging</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
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
            <source>Provider keys</source>
            <translation>提供商密钥</translation>
        </message>
        <message>
            <source>Proxy</source>
            <translation>代理</translation>
        </message>
        <message>
            <source>Queue keeps</source>
            <translation>队列保留</translation>
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
            <source>Retries</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Routing</source>
            <translation>路由</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>The figures are those of every server in the history.</source>
            <translation>数字来自历史中的所有服务器。</translation>
        </message>
        <message>
            <source>This server</source>
            <translation>本服务器</translation>
        </message>
        <message>
            <source>Traffic</source>
            <translation>流量</translation>
        </message>
        <message>
            <source>Usage statistics</source>
            <translation>用量统计</translation>
        </message>
        <message>
            <source>What the server holds and how it is set up</source>
            <translation>服务器中有什么、如何配置</translation>
        </message>
        <message>
            <source>Whose figures</source>
            <translation>哪些服务器的数字</translation>
        </message>
        <message>
            <source>Without client keys the proxy is open to everybody who reaches it.</source>
            <translation>没有客户端密钥时，能访问代理的任何人都可使用。</translation>
        </message>
        <message>
            <source>last 24 h</source>
            <translation>最近 24 小时</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>set</source>
            <translation>已设置</translation>
        </message>
        <message>
            <source>to console</source>
            <translation>到控制台</translation>
        </message>
        <message>
            <source>to file</source>
            <translation>到文件</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>{0} active</source>
            <translation>{0} 个启用</translation>
        </message>
        <message>
            <source>{0} ago</source>
            <translation>{0}前</translation>
        </message>
        <message>
            <source>{0} available</source>
            <translation>{0} 可用</translation>
        </message>
        <message>
            <source>{0} failing</source>
            <translation>{0} 个出错</translation>
        </message>
        <message>
            <source>{0} of {1} priced</source>
            <translation>{0} / {1} 已计价</translation>
        </message>
        <message>
            <source>{0} off</source>
            <translation>{0} 个停用</translation>
        </message>
        <message>
            <source>{0} today</source>
            <translation>今日 {0}</translation>
        </message>
        <message>
            <source>{0}, with requests</source>
            <translation>{0}，有请求</translation>
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
            <source>Accounts</source>
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
            <source>Cache hit</source>
            <translation>缓存命中</translation>
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
            <source>Cost</source>
            <translation>成本</translation>
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
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>失败</translation>
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
            <source>Latency</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Output speed</source>
            <translation>输出速度</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>供应商</translation>
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
            <source>Requests</source>
            <translation>请求</translation>
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
            <source>Success</source>
            <translation>成功率</translation>
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
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>另有 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>{0} of {1} priced</source>
            <translation>{0} / {1} 已计价</translation>
        </message>
        <message>
            <source>{0} tokens/s</source>
            <translation>{0} token/秒</translation>
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
        <name>efficiency</name>
        <message>
            <source>(unknown)</source>
            <translation>（未知）</translation>
        </message>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>渠道</translation>
        </message>
        <message>
            <source>Efficiency</source>
            <translation>效率</translation>
        </message>
        <message>
            <source>Group by</source>
            <translation>分组依据</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
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
            <source>It resets in {0}.</source>
            <translation>{0} 后重置。</translation>
        </message>
        <message>
            <source>until {0}</source>
            <translation>至 {0}</translation>
        </message>
    </context>
    <context>
        <name>export</name>
        <message numerus="yes">
            <source>%n request(s)</source>
            <translation>
                <numerusform>%n 个请求</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n request(s) exported</source>
            <translation>
                <numerusform>已导出 %n 个请求</numerusform>
            </translation>
        </message>
        <message>
            <source>API keys leave as hash only; addresses of clients stay here.</source>
            <translation>API 密钥仅以哈希导出；客户端地址不导出。</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>浏览…</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Columns for DuckDB, pandas and the like; the smallest file.</source>
            <translation>列式格式，供 DuckDB、pandas 等使用；文件最小。</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>正在计数…</translation>
        </message>
        <message>
            <source>Everything in the range</source>
            <translation>范围内的全部</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Export requests</source>
            <translation>导出请求</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>For spreadsheets; no cell can run as a formula.</source>
            <translation>供电子表格使用；单元格不会作为公式执行。</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>One JSON object a line, as the Usage Service writes it; can be imported again.</source>
            <translation>每行一个 JSON 对象，与 Usage Service 相同；可再导入。</translation>
        </message>
        <message>
            <source>There is no such folder</source>
            <translation>没有这个文件夹</translation>
        </message>
    </context>
    <context>
        <name>facet</name>
        <message>
            <source>&lt; {0} s</source>
            <translation>&lt; {0} 秒</translation>
        </message>
        <message>
            <source>&gt; {0} s</source>
            <translation>&gt; {0} 秒</translation>
        </message>
        <message>
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>Cache</source>
            <translation>缓存</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>渠道</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Custom…</source>
            <translation>自定义…</translation>
        </message>
        <message>
            <source>Endpoint</source>
            <translation>端点</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Latency</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>No input from a cache</source>
            <translation>输入未命中缓存</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>Nothing recorded yet</source>
            <translation>尚无记录</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Provider</source>
            <translation>供应商</translation>
        </message>
        <message>
            <source>Some input from a cache</source>
            <translation>部分输入来自缓存</translation>
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
            <source>Without</source>
            <translation>排除</translation>
        </message>
        <message>
            <source>Without {0}</source>
            <translation>排除 {0}</translation>
        </message>
        <message>
            <source>contains “{0}”</source>
            <translation>包含“{0}”</translation>
        </message>
        <message>
            <source>{0} to {1} s</source>
            <translation>{0} 到 {1} 秒</translation>
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
        <name>failures</name>
        <message>
            <source>(no text)</source>
            <translation>（无文本）</translation>
        </message>
        <message>
            <source>(unknown)</source>
            <translation>（未知）</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>All servers</source>
            <translation>所有服务器</translation>
        </message>
        <message>
            <source>As told at {0}</source>
            <translation>截至 {0} 的信息</translation>
        </message>
        <message>
            <source>Broken off</source>
            <translation>中断</translation>
        </message>
        <message>
            <source>Change…</source>
            <translation>更改…</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>渠道</translation>
        </message>
        <message>
            <source>Check billing and workspace with the provider, and disable the credential until then.</source>
            <translation>与提供商核对账单和工作区，在此之前停用该凭据。</translation>
        </message>
        <message>
            <source>Check certificates, the clock and the proxy of the server.</source>
            <translation>检查证书、时钟和服务器的代理。</translation>
        </message>
        <message>
            <source>Check the account's rights, its region, and whether it was blocked.</source>
            <translation>检查账号权限、地区以及是否被封禁。</translation>
        </message>
        <message>
            <source>Check the base URL and whether the service or proxy behind it runs.</source>
            <translation>检查 base URL，以及其后的服务或代理是否运行。</translation>
        </message>
        <message>
            <source>Check the base URL, and the server's name resolution.</source>
            <translation>检查 base URL 和服务器的域名解析。</translation>
        </message>
        <message>
            <source>Check the model's name, its aliases, and what the plan includes.</source>
            <translation>检查模型名称、别名以及套餐包含的内容。</translation>
        </message>
        <message>
            <source>Choose a longer range; new requests are counted at once.</source>
            <translation>选择更长的范围；新请求会立即计入。</translation>
        </message>
        <message>
            <source>Client hung up</source>
            <translation>客户端挂断</translation>
        </message>
        <message>
            <source>Codes</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Connection closed</source>
            <translation>连接被关闭</translation>
        </message>
        <message>
            <source>Connection refused</source>
            <translation>连接被拒</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Credential refused</source>
            <translation>凭据被拒</translation>
        </message>
        <message>
            <source>Credentials (401–403)</source>
            <translation>凭据 (401–403)</translation>
        </message>
        <message>
            <source>Details of the failures</source>
            <translation>失败详情</translation>
        </message>
        <message>
            <source>Do not count…</source>
            <translation>不计入…</translation>
        </message>
        <message>
            <source>Error text</source>
            <translation>错误文本</translation>
        </message>
        <message>
            <source>Error texts</source>
            <translation>错误文本</translation>
        </message>
        <message>
            <source>Error texts by count</source>
            <translation>错误文本（按次数）</translation>
        </message>
        <message>
            <source>Every attempt succeeded. Choose a longer range to look further back.</source>
            <translation>每次尝试都成功。选择更长的范围可查看更早的时间。</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Failures by</source>
            <translation>失败分组</translation>
        </message>
        <message>
            <source>Failures by group</source>
            <translation>分组的失败</translation>
        </message>
        <message>
            <source>Failures over time</source>
            <translation>失败随时间变化</translation>
        </message>
        <message>
            <source>First seen</source>
            <translation>首次出现</translation>
        </message>
        <message>
            <source>Input too long</source>
            <translation>输入过长</translation>
        </message>
        <message>
            <source>Kinds</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Last seen</source>
            <translation>最近出现</translation>
        </message>
        <message>
            <source>Limits (429)</source>
            <translation>限额 (429)</translation>
        </message>
        <message>
            <source>Limits and resets</source>
            <translation>限额与重置</translation>
        </message>
        <message>
            <source>Look at CPA's own log at that time.</source>
            <translation>查看当时 CPA 自己的日志。</translation>
        </message>
        <message>
            <source>Look at the error text, and change the request.</source>
            <translation>查看错误文本并修改请求。</translation>
        </message>
        <message>
            <source>Model not found</source>
            <translation>找不到模型</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Name unknown</source>
            <translation>域名未知</translation>
        </message>
        <message>
            <source>No answer came in time.</source>
            <translation>没有及时得到回答。</translation>
        </message>
        <message>
            <source>No failure that counts</source>
            <translation>没有计入的失败</translation>
        </message>
        <message>
            <source>No failures in this range</source>
            <translation>此范围内没有失败</translation>
        </message>
        <message>
            <source>No requests in this range</source>
            <translation>此范围内没有请求</translation>
        </message>
        <message>
            <source>No secure connection</source>
            <translation>无安全连接</translation>
        </message>
        <message>
            <source>Not counted as failures: {0}</source>
            <translation>不计为失败：{0}</translation>
        </message>
        <message>
            <source>Not permitted</source>
            <translation>无权限</translation>
        </message>
        <message>
            <source>Nothing accepts connections at the provider's address.</source>
            <translation>提供商地址上没有服务接受连接。</translation>
        </message>
        <message>
            <source>Nothing is wrong upstream; if it happens often, raise the client's time limit.</source>
            <translation>上游没有问题；若经常发生，调高客户端的时间限制。</translation>
        </message>
        <message>
            <source>Other 4xx</source>
            <translation>其他 4xx</translation>
        </message>
        <message>
            <source>Over time</source>
            <translation>随时间变化</translation>
        </message>
        <message>
            <source>Payment required</source>
            <translation>需要付款</translation>
        </message>
        <message>
            <source>Provider (5xx)</source>
            <translation>提供商 (5xx)</translation>
        </message>
        <message>
            <source>Provider failed</source>
            <translation>提供商出错</translation>
        </message>
        <message>
            <source>Provider overloaded</source>
            <translation>提供商过载</translation>
        </message>
        <message>
            <source>Rate limit</source>
            <translation>速率限制</translation>
        </message>
        <message>
            <source>Request refused</source>
            <translation>请求被拒</translation>
        </message>
        <message>
            <source>Retry a little later, or spread the load over more accounts.</source>
            <translation>稍后重试，或把负载分散到更多账号。</translation>
        </message>
        <message>
            <source>Retry later; another provider may answer at once.</source>
            <translation>稍后重试；其他提供商可能立即响应。</translation>
        </message>
        <message>
            <source>Retry; if it happens often, check proxies and time limits on the way.</source>
            <translation>重试；若经常发生，检查途中的代理和时间限制。</translation>
        </message>
        <message>
            <source>Retry; if it stays so, check the base URL and any proxy on the way.</source>
            <translation>重试；若仍如此，检查 base URL 和途中的代理。</translation>
        </message>
        <message>
            <source>Retry; if it stays so, check the network and the provider's state.</source>
            <translation>重试；若仍如此，检查网络和提供商状态。</translation>
        </message>
        <message>
            <source>Retry; if it stays so, look at the provider's state.</source>
            <translation>重试；若仍如此，查看提供商状态。</translation>
        </message>
        <message>
            <source>Servers</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Shorten the conversation, or use a model with a larger context.</source>
            <translation>缩短对话，或使用上下文更大的模型。</translation>
        </message>
        <message>
            <source>Show the requests</source>
            <translation>显示请求</translation>
        </message>
        <message>
            <source>Sign in again with this account.</source>
            <translation>用此账号重新登录。</translation>
        </message>
        <message>
            <source>Sign in again, or replace the key.</source>
            <translation>重新登录，或更换密钥。</translation>
        </message>
        <message>
            <source>Signed out</source>
            <translation>已登出</translation>
        </message>
        <message>
            <source>Status {0}</source>
            <translation>状态 {0}</translation>
        </message>
        <message>
            <source>Stream broke off</source>
            <translation>流中断</translation>
        </message>
        <message>
            <source>Texts</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>The account has no credit left, or its workspace was switched off.</source>
            <translation>账号余额用尽，或其工作区已停用。</translation>
        </message>
        <message>
            <source>The account has used up what its plan allows for now.</source>
            <translation>账号已用完套餐当前允许的额度。</translation>
        </message>
        <message>
            <source>The attempt failed, and nothing tells why.</source>
            <translation>尝试失败，原因不明。</translation>
        </message>
        <message>
            <source>The client hung up before the answer was complete.</source>
            <translation>客户端在回答完成前挂断。</translation>
        </message>
        <message>
            <source>The credential's token has expired or was made invalid.</source>
            <translation>凭据的 token 已过期或失效。</translation>
        </message>
        <message>
            <source>The encrypted connection to the provider could not be made.</source>
            <translation>无法与提供商建立加密连接。</translation>
        </message>
        <message>
            <source>The provider closed the connection without an answer.</source>
            <translation>提供商未回答就关闭了连接。</translation>
        </message>
        <message>
            <source>The provider does not accept the credential.</source>
            <translation>提供商不接受该凭据。</translation>
        </message>
        <message>
            <source>The provider does not offer this model to this account.</source>
            <translation>提供商不向此账号提供该模型。</translation>
        </message>
        <message>
            <source>The provider failed by itself.</source>
            <translation>提供商自身出错。</translation>
        </message>
        <message>
            <source>The provider got more requests or tokens than it takes in this time.</source>
            <translation>提供商在此时间内收到的请求或 token 超出限度。</translation>
        </message>
        <message>
            <source>The provider has too much to do.</source>
            <translation>提供商负载过高。</translation>
        </message>
        <message>
            <source>The provider knows the credential but does not let it do this.</source>
            <translation>提供商认得凭据，但不允许此操作。</translation>
        </message>
        <message>
            <source>The provider refused the request itself; another account would answer the same.</source>
            <translation>提供商拒绝了请求本身；换账号结果也一样。</translation>
        </message>
        <message>
            <source>The provider's host name could not be found.</source>
            <translation>找不到提供商的主机名。</translation>
        </message>
        <message>
            <source>The request holds more tokens than the model takes.</source>
            <translation>请求的 token 超过模型上限。</translation>
        </message>
        <message>
            <source>The stream broke off before the answer was complete.</source>
            <translation>流在回答完成前中断。</translation>
        </message>
        <message>
            <source>This server</source>
            <translation>本服务器</translation>
        </message>
        <message>
            <source>Timed out</source>
            <translation>超时</translation>
        </message>
        <message>
            <source>Usage limit reached</source>
            <translation>用量达到上限</translation>
        </message>
        <message>
            <source>Wait until the limit resets, or add another account.</source>
            <translation>等待限额重置，或添加其他账号。</translation>
        </message>
        <message>
            <source>What was said</source>
            <translation>原文</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>and {0} more</source>
            <translation>以及另外 {0} 个</translation>
        </message>
        <message>
            <source>the {0} rarest texts are sorted by their code alone</source>
            <translation>最少见的 {0} 个文本仅按代码分类</translation>
        </message>
        <message>
            <source>until {0}</source>
            <translation>至 {0}</translation>
        </message>
        <message>
            <source>{0} failures</source>
            <translation>{0} 次失败</translation>
        </message>
        <message>
            <source>{0} that differ in numbers</source>
            <translation>{0} 个仅数字不同</translation>
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
            <source>{0} pp</source>
            <translation>{0} 个百分点</translation>
        </message>
        <message>
            <source>{0} s</source>
            <translation>{0} 秒</translation>
        </message>
    </context>
    <context>
        <name>formula</name>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Cache write</source>
            <translation>缓存写入</translation>
        </message>
        <message>
            <source>Cache writes at the five-minute price.</source>
            <translation>缓存写入按五分钟价格。</translation>
        </message>
        <message>
            <source>Cache writes at the one-hour price, as a rule says.</source>
            <translation>按规则，缓存写入为一小时价格。</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>成本</translation>
        </message>
        <message>
            <source>More than {0} input tokens: long-context price.</source>
            <translation>输入超过 {0} token：长上下文价格。</translation>
        </message>
        <message>
            <source>Nobody knows what kind of tokens these are.</source>
            <translation>无人知道这些 token 属于哪类。</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Price of {0} ({1}).</source>
            <translation>{0} 的价格（{1}）。</translation>
        </message>
        <message>
            <source>Reasoning</source>
            <translation>推理</translation>
        </message>
        <message>
            <source>Service tier {0}.</source>
            <translation>服务层级 {0}。</translation>
        </message>
        <message>
            <source>Service tier {0}: no price of its own.</source>
            <translation>服务层级 {0}：无单独价格。</translation>
        </message>
        <message>
            <source>So many tokens are no measurement.</source>
            <translation>token 如此之多，不可能是真实测量。</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>Uncached input</source>
            <translation>未缓存输入</translation>
        </message>
        <message>
            <source>{0} has no price.</source>
            <translation>{0} 没有价格。</translation>
        </message>
    </context>
    <context>
        <name>heat</name>
        <message>
            <source>Cost</source>
            <translation>成本</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Weekday by hour</source>
            <translation>星期与小时</translation>
        </message>
        <message>
            <source>Weekday × hour</source>
            <translation>星期 × 小时</translation>
        </message>
        <message>
            <source>What the colours show</source>
            <translation>颜色表示的内容</translation>
        </message>
        <message>
            <source>{0}</source>
            <translation>{0}</translation>
        </message>
        <message>
            <source>{0} failed</source>
            <translation>{0} 次失败</translation>
        </message>
        <message>
            <source>{0} requests</source>
            <translation>{0} 个请求</translation>
        </message>
        <message>
            <source>{0} tokens</source>
            <translation>{0} token</translation>
        </message>
    </context>
    <context>
        <name>importing</name>
        <message numerus="yes">
            <source>%n duplicate(s) left out.</source>
            <translation>
                <numerusform>略过 %n 个重复。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n 个事件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) cannot be used.</source>
            <translation>
                <numerusform>%n 个文件无法使用。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) cannot be read.</source>
            <translation>
                <numerusform>%n 条记录无法读取。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n request(s) stand in sums only.</source>
            <translation>
                <numerusform>%n 个请求仅有合计。</numerusform>
            </translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
        <message>
            <source>Another name…</source>
            <translation>其他名称…</translation>
        </message>
        <message>
            <source>Called off; nothing was changed.</source>
            <translation>已取消；没有任何更改。</translation>
        </message>
        <message>
            <source>Choose event files</source>
            <translation>选择事件文件</translation>
        </message>
        <message>
            <source>Choose files…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Clear the list</source>
            <translation>清空列表</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Copy the report</source>
            <translation>复制报告</translation>
        </message>
        <message>
            <source>Drop files here, or choose them</source>
            <translation>把文件拖到这里，或选择文件</translation>
        </message>
        <message>
            <source>Event files ({0})</source>
            <translation>事件文件 ({0})</translation>
        </message>
        <message>
            <source>Events come from files that end in .jsonl, .json, .sqlite or .db.</source>
            <translation>事件文件以 .jsonl、.json、.sqlite 或 .db 结尾。</translation>
        </message>
        <message>
            <source>Events of CPA, of CPA-Manager and its Plus: JSONL, JSON, SQLite</source>
            <translation>CPA、CPA-Manager 及其 Plus 的事件：JSONL、JSON、SQLite</translation>
        </message>
        <message>
            <source>Files to import</source>
            <translation>要导入的文件</translation>
        </message>
        <message>
            <source>Finishing…</source>
            <translation>正在收尾…</translation>
        </message>
        <message>
            <source>Give a name of at most 80 characters</source>
            <translation>名称最多 80 个字符</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Import events</source>
            <translation>导入事件</translation>
        </message>
        <message>
            <source>Import without the check</source>
            <translation>不检查直接导入</translation>
        </message>
        <message>
            <source>Import {0}</source>
            <translation>导入 {0}</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Nothing is written before you have seen what would be added.</source>
            <translation>在你看到将添加的内容之前，不会写入任何数据。</translation>
        </message>
        <message>
            <source>Nothing was imported</source>
            <translation>没有导入任何内容</translation>
        </message>
        <message>
            <source>Nothing would be added</source>
            <translation>不会添加任何内容</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message>
            <source>See what would be added</source>
            <translation>查看将添加的内容</translation>
        </message>
        <message>
            <source>Show all events</source>
            <translation>显示所有事件</translation>
        </message>
        <message>
            <source>Something else is open; close it first, and try again.</source>
            <translation>有其他对话框打开；先将其关闭再试。</translation>
        </message>
        <message>
            <source>Stopped; {0} were added</source>
            <translation>已停止；已添加 {0}</translation>
        </message>
        <message>
            <source>The events belong to</source>
            <translation>事件属于</translation>
        </message>
        <message>
            <source>The figures below are of what was read so far.</source>
            <translation>以下数字来自已读取的部分。</translation>
        </message>
        <message>
            <source>The import was called off</source>
            <translation>导入已取消</translation>
        </message>
        <message>
            <source>What is in stays; importing the same files again goes on from here.</source>
            <translation>已导入的保留；再次导入同样的文件会从这里继续。</translation>
        </message>
        <message>
            <source>What is to be said of the files</source>
            <translation>关于文件的说明</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>已拒绝</translation>
        </message>
        <message>
            <source>{0} KB</source>
            <translation>{0} KB</translation>
        </message>
        <message>
            <source>{0} added to “{1}”</source>
            <translation>{0} 已添加到“{1}”</translation>
        </message>
        <message>
            <source>{0} cannot be imported</source>
            <translation>无法导入 {0}</translation>
        </message>
        <message>
            <source>{0} left</source>
            <translation>剩余 {0}</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>{0} / {1}</translation>
        </message>
        <message>
            <source>{0} would be added</source>
            <translation>将添加 {0}</translation>
        </message>
        <message>
            <source>{0}/s</source>
            <translation>{0}/秒</translation>
        </message>
    </context>
    <context>
        <name>kpi</name>
        <message>
            <source>Attempts</source>
            <translation>尝试</translation>
        </message>
        <message>
            <source>Attempts / requests</source>
            <translation>尝试 / 请求</translation>
        </message>
        <message>
            <source>Cache hit</source>
            <translation>缓存命中</translation>
        </message>
        <message>
            <source>Cache reads</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Cache writes</source>
            <translation>缓存写入</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>成本</translation>
        </message>
        <message>
            <source>Estimated cost, 30 d</source>
            <translation>估算成本，30 天</translation>
        </message>
        <message>
            <source>Failure rate</source>
            <translation>失败率</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Latency p50</source>
            <translation>延迟 p50</translation>
        </message>
        <message>
            <source>Models without a price</source>
            <translation>无价格的模型</translation>
        </message>
        <message>
            <source>Most common</source>
            <translation>最常见</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Output speed</source>
            <translation>输出速度</translation>
        </message>
        <message>
            <source>Priced</source>
            <translation>已计价</translation>
        </message>
        <message>
            <source>Prices of mine</source>
            <translation>我的价格</translation>
        </message>
        <message>
            <source>RPM / TPM</source>
            <translation>RPM / TPM</translation>
        </message>
        <message>
            <source>Rate limited</source>
            <translation>被限速</translation>
        </message>
        <message>
            <source>Requests lost</source>
            <translation>丢失的请求</translation>
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
            <source>Uncached input</source>
            <translation>未缓存输入</translation>
        </message>
        <message>
            <source>Unclassified</source>
            <translation>未分类</translation>
        </message>
        <message>
            <source>a minute</source>
            <translation>每分钟</translation>
        </message>
        <message>
            <source>all servers, by the prices of now</source>
            <translation>所有服务器，按当前价格</translation>
        </message>
        <message>
            <source>average</source>
            <translation>平均</translation>
        </message>
        <message>
            <source>last {0} minutes</source>
            <translation>最近 {0} 分钟</translation>
        </message>
        <message>
            <source>of it reasoning</source>
            <translation>其中推理</translation>
        </message>
        <message>
            <source>of {0} calls</source>
            <translation>共 {0} 次调用</translation>
        </message>
        <message>
            <source>of {0} models</source>
            <translation>共 {0} 个模型</translation>
        </message>
        <message>
            <source>of {0}, after all retries</source>
            <translation>共 {0} 个，重试之后</translation>
        </message>
        <message>
            <source>p50 before</source>
            <translation>之前 p50</translation>
        </message>
        <message>
            <source>p95 latency</source>
            <translation>p95 延迟</translation>
        </message>
        <message>
            <source>p95 {0} · p99 {1}</source>
            <translation>p95 {0} · p99 {1}</translation>
        </message>
        <message>
            <source>tokens/s</source>
            <translation>token/秒</translation>
        </message>
        <message>
            <source>{0} attempts upstream for {1} requests of clients</source>
            <translation>{1} 个客户端请求对应 {0} 次上游尝试</translation>
        </message>
        <message>
            <source>{0} cached</source>
            <translation>{0} 缓存</translation>
        </message>
        <message>
            <source>{0} each</source>
            <translation>每次 {0}</translation>
        </message>
        <message>
            <source>{0} failed</source>
            <translation>{0} 次失败</translation>
        </message>
        <message>
            <source>{0} failures</source>
            <translation>{0} 次失败</translation>
        </message>
        <message>
            <source>{0} of {1} calls, 30 d</source>
            <translation>{0} / {1} 次调用，30 天</translation>
        </message>
        <message>
            <source>{0} of {1} priced</source>
            <translation>{0} / {1} 已计价</translation>
        </message>
        <message>
            <source>{0} out</source>
            <translation>{0} 输出</translation>
        </message>
        <message>
            <source>{0} requests</source>
            <translation>{0} 个请求</translation>
        </message>
        <message>
            <source>{0} synced, {1} from the catalogue</source>
            <translation>{0} 个已同步，{1} 个来自目录</translation>
        </message>
        <message>
            <source>{0}% of all calls</source>
            <translation>占全部调用的 {0}%</translation>
        </message>
        <message>
            <source>{0}% priced</source>
            <translation>{0}% 已计价</translation>
        </message>
    </context>
    <context>
        <name>latency</name>
        <message>
            <source>At least (s)</source>
            <translation>至少（秒）</translation>
        </message>
        <message>
            <source>At most (s)</source>
            <translation>至多（秒）</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Distribution of durations</source>
            <translation>时长分布</translation>
        </message>
        <message>
            <source>Filter by latency</source>
            <translation>按延迟筛选</translation>
        </message>
        <message>
            <source>How long requests took</source>
            <translation>请求用时</translation>
        </message>
        <message>
            <source>Latency</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Less than the lower limit</source>
            <translation>小于下限</translation>
        </message>
        <message>
            <source>Seconds, such as 2.5</source>
            <translation>秒数，如 2.5</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>TTFT</source>
            <translation>TTFT</translation>
        </message>
        <message>
            <source>What is measured</source>
            <translation>测量对象</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>不限</translation>
        </message>
    </context>
    <context>
        <name>metric</name>
        <message>
            <source>Attempts</source>
            <translation>尝试</translation>
        </message>
        <message>
            <source>Avg TTFT</source>
            <translation>平均 TTFT</translation>
        </message>
        <message>
            <source>Avg latency</source>
            <translation>平均延迟</translation>
        </message>
        <message>
            <source>Cache hit</source>
            <translation>缓存命中</translation>
        </message>
        <message>
            <source>Cached</source>
            <translation>缓存</translation>
        </message>
        <message>
            <source>Client requests</source>
            <translation>客户端请求</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>成本</translation>
        </message>
        <message>
            <source>Cost a request</source>
            <translation>每次请求成本</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Output speed</source>
            <translation>输出速度</translation>
        </message>
        <message>
            <source>Reasoning</source>
            <translation>推理</translation>
        </message>
        <message>
            <source>Success rate</source>
            <translation>成功率</translation>
        </message>
        <message>
            <source>{0} t/s</source>
            <translation>{0} t/s</translation>
        </message>
    </context>
    <context>
        <name>mix</name>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Cache write</source>
            <translation>缓存写入</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Reasoning</source>
            <translation>推理</translation>
        </message>
        <message>
            <source>Token mix</source>
            <translation>token 构成</translation>
        </message>
        <message>
            <source>Uncached</source>
            <translation>未缓存</translation>
        </message>
        <message>
            <source>Unclassified</source>
            <translation>未分类</translation>
        </message>
    </context>
    <context>
        <name>monitoring</name>
        <message>
            <source>API keys</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>All servers</source>
            <translation>所有服务器</translation>
        </message>
        <message>
            <source>Back to {0}</source>
            <translation>返回{0}</translation>
        </message>
        <message>
            <source>Calls and another figure over time</source>
            <translation>调用和另一指标随时间变化</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>渠道</translation>
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
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the request ID</source>
            <translation>复制请求 ID</translation>
        </message>
        <message>
            <source>Details of the request</source>
            <translation>请求详情</translation>
        </message>
        <message>
            <source>Endpoints</source>
            <translation>端点</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Failed only</source>
            <translation>仅失败</translation>
        </message>
        <message>
            <source>Figure of the line</source>
            <translation>折线的指标</translation>
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
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Name…</source>
            <translation>命名…</translation>
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
            <source>Not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>Only this</source>
            <translation>只看此项</translation>
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
            <source>Projects</source>
            <translation>项目</translation>
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
            <source>Saved views</source>
            <translation>已存视图</translation>
        </message>
        <message>
            <source>Search request ID, account, path, error</source>
            <translation>搜索请求 ID、账号、路径、错误</translation>
        </message>
        <message>
            <source>Show its requests</source>
            <translation>显示其请求</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>This server</source>
            <translation>本服务器</translation>
        </message>
        <message>
            <source>Traffic</source>
            <translation>流量</translation>
        </message>
        <message>
            <source>Without this</source>
            <translation>排除此项</translation>
        </message>
    </context>
    <context>
        <name>naming</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Name the API key</source>
            <translation>为 API 密钥命名</translation>
        </message>
        <message>
            <source>Name the account</source>
            <translation>为账号命名</translation>
        </message>
        <message>
            <source>Name the channel</source>
            <translation>为渠道命名</translation>
        </message>
        <message>
            <source>Name the provider</source>
            <translation>为提供商命名</translation>
        </message>
        <message>
            <source>Remove name</source>
            <translation>移除名称</translation>
        </message>
        <message>
            <source>Save name</source>
            <translation>保存名称</translation>
        </message>
        <message>
            <source>Shown everywhere in place of what it stands for. Empty takes the name away.</source>
            <translation>在各处代替原文显示。留空则去掉名称。</translation>
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
            <source>The history is being prepared</source>
            <translation>正在准备历史</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
    </context>
    <context>
        <name>pages</name>
        <message>
            <source>Analytics</source>
            <translation>分析</translation>
        </message>
        <message>
            <source>Dashboard</source>
            <translation>仪表盘</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Monitoring</source>
            <translation>监控</translation>
        </message>
        <message>
            <source>Prices</source>
            <translation>价格</translation>
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
            <source>History: size, clean-up, backup…</source>
            <translation>历史：大小、清理、备份…</translation>
        </message>
        <message>
            <source>Import events from files…</source>
            <translation>从文件导入事件…</translation>
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
            <source>API key</source>
            <translation>API 密钥</translation>
        </message>
        <message>
            <source>Another tool reads the same queue: stop it, or import from it.</source>
            <translation>另一个工具在读取同一队列：请停止它，或从它导入。</translation>
        </message>
        <message>
            <source>Change the name.</source>
            <translation>更改名称。</translation>
        </message>
        <message>
            <source>Check the proxy setting.</source>
            <translation>请检查代理设置。</translation>
        </message>
        <message>
            <source>Choose a name.</source>
            <translation>选择一个名称。</translation>
        </message>
        <message>
            <source>Choose another name, or replace that view.</source>
            <translation>另选名称，或替换该视图。</translation>
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
            <source>Credits</source>
            <translation>额度</translation>
        </message>
        <message>
            <source>Enter the server's secret-key.</source>
            <translation>请输入服务器的 secret-key。</translation>
        </message>
        <message>
            <source>First window</source>
            <translation>第一窗口</translation>
        </message>
        <message>
            <source>Give a number from 100 to 599.</source>
            <translation>输入 100 到 599 的数字。</translation>
        </message>
        <message>
            <source>Give the CA's file in the profile, or mark the profile as 'do not verify'.</source>
            <translation>请在服务器设置中填写 CA 文件，或选择不验证证书。</translation>
        </message>
        <message>
            <source>Input tokens</source>
            <translation>输入 token</translation>
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
            <source>Limit resets</source>
            <translation>限额重置</translation>
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
            <source>Output tokens</source>
            <translation>输出 token</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>套餐</translation>
        </message>
        <message>
            <source>Quota</source>
            <translation>配额</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>请求</translation>
        </message>
        <message>
            <source>Retry after</source>
            <translation>多久后重试</translation>
        </message>
        <message>
            <source>Second window</source>
            <translation>第二窗口</translation>
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
            <source>This file of names cannot be used</source>
            <translation>无法使用此名称文件</translation>
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
            <source>This view is gone</source>
            <translation>此视图已不存在</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Token</translation>
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
            <source>Usage limit</source>
            <translation>用量上限</translation>
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
            <source>account</source>
            <translation>账号</translation>
        </message>
        <message>
            <source>allowed</source>
            <translation>允许</translation>
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
            <source>at most {0}</source>
            <translation>最多 {0}</translation>
        </message>
        <message>
            <source>available</source>
            <translation>可用</translation>
        </message>
        <message>
            <source>channel</source>
            <translation>渠道</translation>
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
            <source>it holds no “items”</source>
            <translation>其中没有“items”</translation>
        </message>
        <message>
            <source>it is an API key in clear</source>
            <translation>这是明文 API 密钥</translation>
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
            <source>it is no JSON document</source>
            <translation>这不是 JSON 文档</translation>
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
            <source>it is no object</source>
            <translation>这不是对象</translation>
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
            <source>nearly used up</source>
            <translation>即将用完</translation>
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
            <source>none</source>
            <translation>无</translation>
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
            <source>provider</source>
            <translation>提供商</translation>
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
            <source>the name “{0}” belongs to the {1} {2} already</source>
            <translation>名称“{0}”已属于{1} {2}</translation>
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
            <source>there is a view called “{0}” already</source>
            <translation>已有名为“{0}”的视图</translation>
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
            <source>there is no view called “{0}” any more</source>
            <translation>已没有名为“{0}”的视图</translation>
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
            <source>used up</source>
            <translation>已用完</translation>
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
            <source>{0} % used</source>
            <translation>已用 {0} %</translation>
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
            <source>{0} left</source>
            <translation>剩余 {0}</translation>
        </message>
        <message>
            <source>{0} of {1} left</source>
            <translation>剩余 {0} / {1}</translation>
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
            <source>{0}-day window</source>
            <translation>{0} 天窗口</translation>
        </message>
        <message>
            <source>{0}-hour window</source>
            <translation>{0} 小时窗口</translation>
        </message>
        <message>
            <source>{0}-minute window</source>
            <translation>{0} 分钟窗口</translation>
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
        <message>
            <source>“{0}” is no status code</source>
            <translation>“{0}”不是状态码</translation>
        </message>
    </context>
    <context>
        <name>prices</name>
        <message>
            <source>$ in / out per 1M: {0}</source>
            <translation>$ 输入 / 输出，每 1M：{0}</translation>
        </message>
        <message numerus="yes">
            <source>%n model(s)</source>
            <translation>
                <numerusform>%n 个模型</numerusform>
            </translation>
        </message>
        <message>
            <source>1 h cache writes</source>
            <translation>1 小时缓存写入</translation>
        </message>
        <message>
            <source>A price needs at least what input or output costs.</source>
            <translation>价格至少要有输入或输出的费用。</translation>
        </message>
        <message>
            <source>A price of mine</source>
            <translation>我的价格</translation>
        </message>
        <message>
            <source>A price of mine for a model</source>
            <translation>为模型设定我的价格</translation>
        </message>
        <message>
            <source>Above tokens</source>
            <translation>超过 token</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Add rule</source>
            <translation>添加规则</translation>
        </message>
        <message>
            <source>Address of a list in LiteLLM's format</source>
            <translation>LiteLLM 格式列表的地址</translation>
        </message>
        <message>
            <source>Add…</source>
            <translation>添加…</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>Apply {0} prices</source>
            <translation>应用 {0} 个价格</translation>
        </message>
        <message>
            <source>Begins with the price in force ({0}).</source>
            <translation>以当前有效价格（{0}）开始。</translation>
        </message>
        <message>
            <source>Cache read</source>
            <translation>缓存读取</translation>
        </message>
        <message>
            <source>Cache write</source>
            <translation>缓存写入</translation>
        </message>
        <message>
            <source>Cache write, 1 hour</source>
            <translation>缓存写入，1 小时</translation>
        </message>
        <message>
            <source>Cache write, 5 minutes</source>
            <translation>缓存写入，5 分钟</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Catalogue</source>
            <translation>目录</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>已变</translation>
        </message>
        <message>
            <source>Choose a file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose another filter, or search for something else.</source>
            <translation>换一个筛选，或搜索其他内容。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Cost what this model costs</source>
            <translation>与此模型同价</translation>
        </message>
        <message>
            <source>Factor</source>
            <translation>系数</translation>
        </message>
        <message>
            <source>From (day, UTC)</source>
            <translation>起始（日，UTC）</translation>
        </message>
        <message>
            <source>Give a factor, or prices of its own.</source>
            <translation>给出系数或单独价格。</translation>
        </message>
        <message>
            <source>Give the name of the model.</source>
            <translation>输入模型名称。</translation>
        </message>
        <message>
            <source>Give the tier's name, such as flex or priority.</source>
            <translation>输入层级名称，如 flex 或 priority。</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>It is looked up in the catalogue once the rule is there.</source>
            <translation>规则建立后会在目录中查找。</translation>
        </message>
        <message>
            <source>Kind of rule</source>
            <translation>规则类型</translation>
        </message>
        <message>
            <source>Leave it without a synced price</source>
            <translation>不设同步价格</translation>
        </message>
        <message>
            <source>Long context: the whole request costs this above so many input tokens</source>
            <translation>长上下文：输入超过此 token 数时，整个请求按此计价</translation>
        </message>
        <message>
            <source>Matches {0}: {1}.</source>
            <translation>匹配 {0} 个：{1}。</translation>
        </message>
        <message>
            <source>Mine</source>
            <translation>我的</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Models and their prices</source>
            <translation>模型及其价格</translation>
        </message>
        <message>
            <source>Models appear with their first request. You can set prices before that.</source>
            <translation>模型随首个请求出现。也可提前设定价格。</translation>
        </message>
        <message>
            <source>Models that match</source>
            <translation>匹配的模型</translation>
        </message>
        <message>
            <source>My price of {0}</source>
            <translation>我对 {0} 的价格</translation>
        </message>
        <message>
            <source>My prices by date: {0}. Another day adds one.</source>
            <translation>我的价格（按日期）：{0}。换一天则新增。</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>No model matches</source>
            <translation>没有匹配的模型</translation>
        </message>
        <message>
            <source>No model matches; the rule holds for models that come.</source>
            <translation>没有匹配的模型；规则对以后的模型有效。</translation>
        </message>
        <message>
            <source>No models yet</source>
            <translation>尚无模型</translation>
        </message>
        <message>
            <source>No price</source>
            <translation>无价格</translation>
        </message>
        <message>
            <source>No rules yet.</source>
            <translation>尚无规则。</translation>
        </message>
        <message>
            <source>Not in the list</source>
            <translation>不在列表中</translation>
        </message>
        <message>
            <source>Nothing changes</source>
            <translation>没有变化</translation>
        </message>
        <message>
            <source>Nothing changes by itself; choose what is meant</source>
            <translation>不会自动更改；选择所指的条目</translation>
        </message>
        <message>
            <source>Nothing is changed before you apply it. Prices of your own stay in force; what several entries may mean is left to you.</source>
            <translation>应用之前不作任何更改。你自己的价格保持有效；有多个条目可选时由你决定。</translation>
        </message>
        <message>
            <source>Nothing to choose.</source>
            <translation>无可选项。</translation>
        </message>
        <message>
            <source>One-hour cache writes</source>
            <translation>一小时缓存写入</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Parts of the preview</source>
            <translation>预览的各部分</translation>
        </message>
        <message>
            <source>Price list</source>
            <translation>价格列表</translation>
        </message>
        <message>
            <source>Price rules</source>
            <translation>价格规则</translation>
        </message>
        <message>
            <source>Priced as another model</source>
            <translation>按其他模型计价</translation>
        </message>
        <message>
            <source>Read the list</source>
            <translation>读取列表</translation>
        </message>
        <message>
            <source>Reading the list…</source>
            <translation>正在读取列表…</translation>
        </message>
        <message>
            <source>Reasoning</source>
            <translation>推理</translation>
        </message>
        <message>
            <source>Remove my price</source>
            <translation>移除我的价格</translation>
        </message>
        <message>
            <source>Remove the rule {0}</source>
            <translation>移除规则 {0}</translation>
        </message>
        <message>
            <source>Remove this tier</source>
            <translation>移除此层级</translation>
        </message>
        <message>
            <source>Rules ({0})…</source>
            <translation>规则（{0}）…</translation>
        </message>
        <message>
            <source>Rules…</source>
            <translation>规则…</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Say above how many input tokens, such as 200000.</source>
            <translation>说明输入超过多少 token，如 200000。</translation>
        </message>
        <message>
            <source>Say what costs more there.</source>
            <translation>说明那里什么更贵。</translation>
        </message>
        <message>
            <source>Search models</source>
            <translation>搜索模型</translation>
        </message>
        <message>
            <source>Service tiers: a factor, or prices of their own</source>
            <translation>服务层级：系数或单独价格</translation>
        </message>
        <message>
            <source>Storing prices…</source>
            <translation>正在保存价格…</translation>
        </message>
        <message>
            <source>Sync prices</source>
            <translation>同步价格</translation>
        </message>
        <message>
            <source>Synced</source>
            <translation>已同步</translation>
        </message>
        <message>
            <source>Sync…</source>
            <translation>同步…</translation>
        </message>
        <message>
            <source>The first rule that fits counts. Events do not tell how long a cache write lives: writes count at the five-minute price unless a rule says one hour.</source>
            <translation>第一条符合的规则生效。事件不说明缓存写入的时长：除非规则指定一小时，否则按五分钟价格。</translation>
        </message>
        <message>
            <source>The list was read</source>
            <translation>列表已读取</translation>
        </message>
        <message>
            <source>The name of a priced model, such as gpt-5.4.</source>
            <translation>已有价格的模型名称，如 gpt-5.4。</translation>
        </message>
        <message>
            <source>The price of {0} is stored</source>
            <translation>{0} 的价格已保存</translation>
        </message>
        <message>
            <source>The price table is as it was.</source>
            <translation>价格表保持原样。</translation>
        </message>
        <message>
            <source>Tier</source>
            <translation>层级</translation>
        </message>
        <message>
            <source>To choose</source>
            <translation>待选择</translation>
        </message>
        <message>
            <source>Type a model's name; * is any text.</source>
            <translation>输入模型名称；* 表示任意文本。</translation>
        </message>
        <message>
            <source>USD per 1M tokens. Empty: cache reads and writes cost what input costs, reasoning what output costs.</source>
            <translation>每 1M token 的美元价。留空：缓存读写按输入计价，推理按输出计价。</translation>
        </message>
        <message>
            <source>USD per 1M tokens; a dash counts as input, for reasoning as output. Costs are estimates by the prices that hold now. Cache writes count at the five-minute price unless a rule says one hour.</source>
            <translation>每 1M token 的美元价；短横线表示按输入计，推理按输出计。成本按当前价格估算。除非规则指定一小时，缓存写入按五分钟价格。</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>未更改</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Unreadable entries</source>
            <translation>无法读取的条目</translation>
        </message>
        <message>
            <source>What the sync changes</source>
            <translation>同步带来的更改</translation>
        </message>
        <message>
            <source>Without a price</source>
            <translation>无价格</translation>
        </message>
        <message>
            <source>Write a day like 2026-11-01, or leave it empty.</source>
            <translation>按 2026-11-01 的格式写日期，或留空。</translation>
        </message>
        <message>
            <source>Your price of {0} is removed</source>
            <translation>你对 {0} 的价格已移除</translation>
        </message>
        <message>
            <source>a vendor's name for it</source>
            <translation>供应商对它的名称</translation>
        </message>
        <message>
            <source>always</source>
            <translation>始终</translation>
        </message>
        <message>
            <source>and {0} more</source>
            <translation>以及另外 {0} 个</translation>
        </message>
        <message>
            <source>as {0}</source>
            <translation>同 {0}</translation>
        </message>
        <message>
            <source>cache writes live one hour</source>
            <translation>缓存写入保留一小时</translation>
        </message>
        <message>
            <source>long context</source>
            <translation>长上下文</translation>
        </message>
        <message>
            <source>other version</source>
            <translation>其他版本</translation>
        </message>
        <message>
            <source>priced as {0}</source>
            <translation>按 {0} 计价</translation>
        </message>
        <message>
            <source>same name, other provider</source>
            <translation>同名，其他提供商</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>your own price stays in force</source>
            <translation>你自己的价格保持有效</translation>
        </message>
        <message>
            <source>{0} and {1} more</source>
            <translation>{0} 以及另外 {1} 个</translation>
        </message>
        <message>
            <source>{0} entries read; {1} models of yours are priced as before, {2} are not in the list.</source>
            <translation>读取了 {0} 个条目；你的 {1} 个模型价格不变，{2} 个不在列表中。</translation>
        </message>
        <message>
            <source>{0} of them keep the price of their own name.</source>
            <translation>其中 {0} 个保持自身名称的价格。</translation>
        </message>
        <message>
            <source>{0} prices are stored</source>
            <translation>已保存 {0} 个价格</translation>
        </message>
        <message>
            <source>“{0}” cannot be a factor.</source>
            <translation>“{0}”不能作为系数。</translation>
        </message>
        <message>
            <source>“{0}” cannot be a price in USD per 1M tokens.</source>
            <translation>“{0}”不能作为每 1M token 的美元价。</translation>
        </message>
        <message>
            <source>“{0}” is no number.</source>
            <translation>“{0}”不是数字。</translation>
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
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Choose a period</source>
            <translation>选择时段</translation>
        </message>
        <message>
            <source>Compare with the period before</source>
            <translation>与上一时段对比</translation>
        </message>
        <message>
            <source>Custom</source>
            <translation>自定义</translation>
        </message>
        <message>
            <source>Custom…</source>
            <translation>自定义…</translation>
        </message>
        <message>
            <source>Date, or date and time</source>
            <translation>日期，或日期和时间</translation>
        </message>
        <message>
            <source>Empty: until now</source>
            <translation>留空：到现在</translation>
        </message>
        <message>
            <source>Everything that is recorded.</source>
            <translation>全部记录。</translation>
        </message>
        <message>
            <source>From</source>
            <translation>从</translation>
        </message>
        <message>
            <source>From the first request on.</source>
            <translation>从首个请求开始。</translation>
        </message>
        <message>
            <source>Last 14 days</source>
            <translation>最近 14 天</translation>
        </message>
        <message>
            <source>Last 3 days</source>
            <translation>最近 3 天</translation>
        </message>
        <message>
            <source>Last 90 days</source>
            <translation>最近 90 天</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>时间范围</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>To</source>
            <translation>到</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>now</source>
            <translation>现在</translation>
        </message>
        <message>
            <source>{0} long.</source>
            <translation>长 {0}。</translation>
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
        <name>rules</name>
        <message>
            <source>An overloaded provider</source>
            <translation>提供商过载</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>Attempts with these codes stay in the history and in its tables; success rates, failure counts and this page leave them out. The rules hold for every server and page.</source>
            <translation>带这些代码的尝试仍留在历史和表格中；成功率、失败数和本页不计入它们。规则对所有服务器和页面有效。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Clients that hung up</source>
            <translation>客户端挂断</translation>
        </message>
        <message>
            <source>Do not count as failures</source>
            <translation>不计为失败</translation>
        </message>
        <message>
            <source>Further status codes</source>
            <translation>其他状态码</translation>
        </message>
        <message>
            <source>Numbers from 100 to 599.</source>
            <translation>100 到 599 的数字。</translation>
        </message>
        <message>
            <source>Rate limits</source>
            <translation>速率限制</translation>
        </message>
        <message>
            <source>There are no failures in the range that the page shows.</source>
            <translation>页面所示范围内没有失败。</translation>
        </message>
        <message>
            <source>Timeouts</source>
            <translation>超时</translation>
        </message>
        <message>
            <source>{0} of {1} failures are not counted.</source>
            <translation>{1} 次失败中有 {0} 次不计入。</translation>
        </message>
    </context>
    <context>
        <name>scope</name>
        <message>
            <source>All servers</source>
            <translation>所有服务器</translation>
        </message>
        <message>
            <source>Servers</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>This server</source>
            <translation>本服务器</translation>
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
            <source>History…</source>
            <translation>历史…</translation>
        </message>
        <message>
            <source>Import events…</source>
            <translation>导入事件…</translation>
        </message>
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
            <source>Preparing history… {0} %</source>
            <translation>正在准备历史… {0} %</translation>
        </message>
        <message>
            <source>Size of the history; click to clean up or back up</source>
            <translation>历史的大小；点击可清理或备份</translation>
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
        <name>step</name>
        <message>
            <source>Auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>天</translation>
        </message>
        <message>
            <source>Hour</source>
            <translation>小时</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步长</translation>
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
        <name>tile</name>
        <message>
            <source>hidden</source>
            <translation>已隐藏</translation>
        </message>
        <message>
            <source>shown</source>
            <translation>已显示</translation>
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
    <context>
        <name>upkeep</name>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n 个事件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) that could not be understood go too.</source>
            <translation>
                <numerusform>%n 条无法理解的记录也会删除。</numerusform>
            </translation>
        </message>
        <message>
            <source>A number above 0, or nothing</source>
            <translation>大于 0 的数字，或留空</translation>
        </message>
        <message>
            <source>Back up the history</source>
            <translation>备份历史</translation>
        </message>
        <message>
            <source>Back up…</source>
            <translation>备份…</translation>
        </message>
        <message>
            <source>Backed up to {0}</source>
            <translation>已备份到 {0}</translation>
        </message>
        <message>
            <source>Called off; nothing was changed.</source>
            <translation>已取消；没有任何更改。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Checking</source>
            <translation>正在检查</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>压缩</translation>
        </message>
        <message>
            <source>Compact to give the space back to the disk.</source>
            <translation>压缩可把空间还给磁盘。</translation>
        </message>
        <message>
            <source>Compacting</source>
            <translation>正在压缩</translation>
        </message>
        <message>
            <source>Copying</source>
            <translation>正在复制</translation>
        </message>
        <message>
            <source>Database</source>
            <translation>数据库</translation>
        </message>
        <message>
            <source>Delete what is old</source>
            <translation>删除旧数据</translation>
        </message>
        <message>
            <source>Delete {0}</source>
            <translation>删除 {0}</translation>
        </message>
        <message>
            <source>Deleting</source>
            <translation>正在删除</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>事件</translation>
        </message>
        <message>
            <source>Folder of the archive</source>
            <translation>归档文件夹</translation>
        </message>
        <message>
            <source>Free inside it</source>
            <translation>内部空闲</translation>
        </message>
        <message>
            <source>From {0} to {1}.</source>
            <translation>从 {0} 到 {1}。</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>It holds no events.</source>
            <translation>其中没有事件。</translation>
        </message>
        <message>
            <source>It holds {0}, from {1} to {2}, in {3}.</source>
            <translation>其中有 {0}，从 {1} 到 {2}，大小 {3}。</translation>
        </message>
        <message>
            <source>It replaces the whole history, names and prices too; the one of now is kept.</source>
            <translation>它会替换整个历史，包括名称和价格；当前的会保留。</translation>
        </message>
        <message>
            <source>It was called off; the others are still there.</source>
            <translation>已取消；其余的仍在。</translation>
        </message>
        <message>
            <source>Keep at most so many GB</source>
            <translation>最多保留多少 GB</translation>
        </message>
        <message>
            <source>Keep so many days</source>
            <translation>保留多少天</translation>
        </message>
        <message>
            <source>Log of recent changes</source>
            <translation>近期更改日志</translation>
        </message>
        <message>
            <source>No limit</source>
            <translation>不限</translation>
        </message>
        <message>
            <source>Nothing is that old.</source>
            <translation>没有那么旧的数据。</translation>
        </message>
        <message>
            <source>On disk</source>
            <translation>磁盘占用</translation>
        </message>
        <message>
            <source>Prepared for figures</source>
            <translation>为统计准备</translation>
        </message>
        <message>
            <source>Replace the history by {0}</source>
            <translation>用 {0} 替换历史</translation>
        </message>
        <message>
            <source>Restore the history from a backup</source>
            <translation>从备份恢复历史</translation>
        </message>
        <message>
            <source>Restore…</source>
            <translation>恢复…</translation>
        </message>
        <message>
            <source>Restoring</source>
            <translation>正在恢复</translation>
        </message>
        <message>
            <source>Show what goes</source>
            <translation>显示将删除的内容</translation>
        </message>
        <message>
            <source>The archive is {0}.</source>
            <translation>归档为 {0}。</translation>
        </message>
        <message>
            <source>The oldest event that stays is from {0}.</source>
            <translation>保留的最早事件在 {0}。</translation>
        </message>
        <message>
            <source>What was there before is kept as {0}.</source>
            <translation>原有内容保存为 {0}。</translation>
        </message>
        <message>
            <source>Working</source>
            <translation>正在处理</translation>
        </message>
        <message>
            <source>Write what goes to Parquet files first</source>
            <translation>先把要删除的写入 Parquet 文件</translation>
        </message>
        <message>
            <source>Writing the archive</source>
            <translation>正在写归档</translation>
        </message>
        <message>
            <source>{0} are older, but are stored together with newer ones.</source>
            <translation>{0} 更旧，但与较新的存在一起。</translation>
        </message>
        <message>
            <source>{0} before, {1} now.</source>
            <translation>之前 {0}，现在 {1}。</translation>
        </message>
        <message>
            <source>{0} deleted</source>
            <translation>已删除 {0}</translation>
        </message>
        <message>
            <source>{0} given back to the disk</source>
            <translation>已还给磁盘 {0}</translation>
        </message>
        <message>
            <source>{0} is a sound backup</source>
            <translation>{0} 是完好的备份</translation>
        </message>
        <message>
            <source>{0} restored</source>
            <translation>已恢复 {0}</translation>
        </message>
        <message>
            <source>{0} would be deleted; {1} become free.</source>
            <translation>将删除 {0}；释放 {1}。</translation>
        </message>
    </context>
    <context>
        <name>views</name>
        <message>
            <source>All servers</source>
            <translation>所有服务器</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Its filters and columns are forgotten. No request is removed.</source>
            <translation>其筛选和列会被忘记，不会删除请求。</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>No view saved yet</source>
            <translation>尚无已存视图</translation>
        </message>
        <message>
            <source>Offered for</source>
            <translation>适用于</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove the view “{0}”?</source>
            <translation>移除视图“{0}”？</translation>
        </message>
        <message>
            <source>Remove view</source>
            <translation>移除视图</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Rename the view</source>
            <translation>重命名视图</translation>
        </message>
        <message>
            <source>Replace view</source>
            <translation>替换视图</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>另存为…</translation>
        </message>
        <message>
            <source>Save this view</source>
            <translation>保存此视图</translation>
        </message>
        <message>
            <source>Save view</source>
            <translation>保存视图</translation>
        </message>
        <message>
            <source>This server</source>
            <translation>本服务器</translation>
        </message>
    </context>
</TS>
