<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>checks</name>
        <message numerus="yes">
            <source>%n step(s) are missing before calls can appear here.</source>
            <translation>
                <numerusform>%n step is missing before calls can appear here.</numerusform>
                <numerusform>%n steps are missing before calls can appear here.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>remove</name>
        <message numerus="yes">
            <source>%n recorded request(s) stay in the history.</source>
            <translation>
                <numerusform>%n recorded request stays in the history.</numerusform>
                <numerusform>%n recorded requests stay in the history.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>table</name>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new, go to the top</source>
            <translation>
                <numerusform>%n new, go to the top</numerusform>
                <numerusform>%n new, go to the top</numerusform>
            </translation>
        </message>
    </context>
</TS>
