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
        <name>detail</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>export</name>
        <message numerus="yes">
            <source>%n request(s)</source>
            <translation>
                <numerusform>%n request</numerusform>
                <numerusform>%n requests</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n request(s) exported</source>
            <translation>
                <numerusform>%n request exported</numerusform>
                <numerusform>%n requests exported</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>importing</name>
        <message numerus="yes">
            <source>%n duplicate(s) left out.</source>
            <translation>
                <numerusform>%n duplicate left out.</numerusform>
                <numerusform>%n duplicates left out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n event</numerusform>
                <numerusform>%n events</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) cannot be used.</source>
            <translation>
                <numerusform>%n file cannot be used.</numerusform>
                <numerusform>%n files cannot be used.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) cannot be read.</source>
            <translation>
                <numerusform>%n record cannot be read.</numerusform>
                <numerusform>%n records cannot be read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n request(s) stand in sums only.</source>
            <translation>
                <numerusform>%n request stands in sums only.</numerusform>
                <numerusform>%n requests stand in sums only.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>prices</name>
        <message numerus="yes">
            <source>%n model(s)</source>
            <translation>
                <numerusform>%n model</numerusform>
                <numerusform>%n models</numerusform>
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
    <context>
        <name>upkeep</name>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n event</numerusform>
                <numerusform>%n events</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) that could not be understood go too.</source>
            <translation>
                <numerusform>%n record that could not be understood goes too.</numerusform>
                <numerusform>%n records that could not be understood go too.</numerusform>
            </translation>
        </message>
    </context>
</TS>
