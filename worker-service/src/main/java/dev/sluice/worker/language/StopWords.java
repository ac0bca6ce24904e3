package dev.sluice.worker.language;

import java.util.Set;

/** English words that say how a sentence is built and not what it is about. Lower case. */
public final class StopWords {

    private static final Set<String> WORDS = Set.of("""
            a able about above according accordingly across actually after afterwards again against ago ain ain't all
            allow allows almost alone along already also although always am among amongst amount an and another any
            anybody anyhow anyone anything anyway anyways anywhere apart appear appreciate appropriate are aren aren't
            around as aside ask asking associated at available away b back be became because become becomes becoming
            been before beforehand begin behind being believe below beside besides best better between beyond both
            brief but by c call came can can't cannot cause causes certain certainly changes clearly co com come comes
            concerning consequently consider considering contain containing contains corresponding could couldn
            couldn't course currently d de definitely described despite did didn didn't different do does doesn doesn't
            doing don don't done down downwards due during e each edu eg eight either else elsewhere enough entirely
            especially et etc even ever every everybody everyone everything everywhere ex exactly example except f far
            few fifth first five followed following follows for former formerly forth four from further furthermore g
            get gets getting give given gives go goes going gone got gotten h had hadn hadn't happens hardly has hasn
            hasn't have haven haven't having he hello help hence her here hereafter hereby herein hereupon hers herself
            hi him himself his hither hopefully how howbeit however i ie if ignored immediate in inasmuch inc indeed
            indicate indicated indicates inner insofar instead into inward is isn isn't it its itself j just k keep
            keeps kept know known knows l last lately later latter latterly least less lest let let's like liked likely
            little ll look looking looks ltd m mainly many may maybe me mean meanwhile merely might mightn more
            moreover most mostly much must mustn mustn't my myself n name namely near nearly necessary need needn needs
            neither never nevertheless new next nine no nobody non none nor normally not nothing now nowhere o obviously
            of off often oh ok okay old on once one ones only onto or other others otherwise ought our ours ourselves
            out outside over overall own p particular particularly per perhaps placed please plus possible presumably
            probably provides q quite r rather re really reasonably regarding regardless regards relatively respectively
            right s said same saw say saying says second secondly see seeing seem seemed seeming seems seen self selves
            sensible sent serious seriously seven several shall shan she should shouldn shouldn't since six so some
            somebody somehow someone something sometime sometimes somewhat somewhere soon sorry specified specify
            specifying still sub such sup sure t take taken tell tends than thank thanks that that's thats the their
            theirs them themselves then thence there thereafter thereby therefore therein theres thereupon these they
            think third this thorough thoroughly those though three through throughout thru thus to together too took
            toward towards tried tries truly try trying twice two u under unfortunately unless unlikely until unto up
            upon us use used useful uses using usually v value various ve very via vs w want wants was wasn wasn't way
            we welcome well went were weren weren't what whatever when whence whenever where whereafter whereas whereby
            wherein whereupon wherever whether which while whither who whoever whole whom whose why will willing wish
            with within without won won't wonder would wouldn wouldn't x y yes yet you your yours yourself yourselves z
            zero
            """.strip().split("\\s+"));

    private StopWords() {}

    /** Whether a word, in lower case, is one. */
    public static boolean contains(String lowerCase) {
        return WORDS.contains(lowerCase);
    }
}
