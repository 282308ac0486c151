"""First names and family names that are common in Canada, without accents, and words that look like names."""

# Never words of either language: these are names wherever they stand with a capital.
FIRST_NAMES = frozenset(
    """aaron abdul abigail adam adele adrian adrien agathe agnes ahmed aicha aisha alain alan albert alejandro alex
    alexander alexandra alexandre alexis alfred alice alicia alison allison amanda amelie amina amir amy ana anais
    anastasia andre andrea andreanne andree andrew andy angela angelique anh anik anita ann anna anne annette
    annick annie anouk anthony antoine antonio arianne arjun arlene arnaud arthur audrey barbara beatrice ben
    benjamin benoit bernadette bernard berthe beth betty beverly blanche bob bonnie brandon brenda brendan brent
    brian brigitte bruce bruno bryan camille carla carlos carmen carol carole caroline carolyn catherine cathy
    cecile cedric celine chantal chloe chris christelle christiane christina christine christopher cindy claire
    claudette claudia clement cody colette colin colleen connie corinne craig cynthia daniel daniela daniele
    danielle danny darlene darren dave david deborah debbie delphine denis denise dennis derek diane dina dominic
    dominique donald donna doris dorothy doug douglas dylan edith edouard edward eileen elaine eleanor elena eli
    eliane elise elizabeth elisabeth ella ellen emilie emily emma emmanuel eric erica erika erin ernest estelle
    esther ethan etienne eva evelyn evelyne fabien fabienne fatima felix fernand fiona flavie francine francis
    francois francoise fred frederic frederick frederique gabriel gabrielle gaetan gary gaston genevieve geoffrey
    george georges gerald gerard germain gerry ghislain ghislaine gilbert gilles ginette giovanni gisele gordon
    graham greg gregory guillaume gurpreet gustave guylaine hannah harold harpreet harry hassan hassane helen
    helene henri henry hubert hugo huguette ian ibrahim ingrid irene isaac isabella isabelle isaiah ivan jack
    jacob jacqueline jacques jake james jamie jane janet janice janine jason jasmine jean-francois jean-guy
    jean-marc jean-paul jean-pierre jeanne jeannine jeff jeffrey jen jennifer jenny jeremie jeremy jerome jessica
    jill jim jimmy joan joanne jocelyn jocelyne joe joel johanne john johnny jon jonathan jose josee joseph
    josephine josette joshua joyce juan judith julia julian julie julien juliette justine karen karim karine kate
    katherine kathleen kathy katia kelly ken kenneth kevin khadija kim kimberly kristen kyle laetitia larry laura
    laurence laurie lea leila leo leon leonard leslie liam lina linda lindsay lionel lisa lise liz loic lorraine
    lou louis louise lucas lucie lucien lucille ludovic luis luke lydia lyne lynn maelle magali malik manon marc
    marc-andre marcel marcelle margaret margot maria mariam marianne marie marie-claude marie-eve marie-france
    marie-helene marie-josee marie-pier mariette marilyn mario marion marjorie marlene martha marthe martine mary
    mathieu mathilde matthew maude maureen maurice maxim maxime mei melanie melissa mia michael michel micheline
    michele michelle miguel mike mireille miriam mohamed mohammed monica monique murielle myriam nadia nadine
    nancy natacha natalia natalie natasha nathalie nathan neil nicholas nick nicolas nicole noah noemie normand
    nora odette oliver olivia omar oscar pamela pascale patricia patrick paul paula paulette pauline pedro peter
    phil philip philippe philomene phuong phyllis priya rachel rachelle rafael raj rajesh raphael raymond rebecca
    rejean renaud rene renee richard rita robert roberto robin rodrigue roger roland romain ron ronald rosalie
    rosemary roxanne ruth ryan sabrina sacha salma sam samantha samir samuel sandra sandy sara sarah scott sean
    sebastien serge sergio shannon sharon shawn sheila shirley simon simone sofia solange sonia sophia sophie
    stacey stan stanley stella stephane stephanie stephen steve steven stuart susan susie suzanne sven sylvain
    sylvie tamara tania tanya tara ted teresa terry theo theodore therese thierry thomas tim timothy tina todd tom
    tommy tony tracy trevor tyler ursula valerie vanessa vera veronica veronique vicky vincent virginie viviane
    vladimir walter wanda wayne wendy william xavier yan yann yannick yasmine yolande yusuf yves yvette yvon
    yvonne charlotte martin laurent luc olivier zachary zoe zoey jean-luc jean-claude louis-philippe pierre-luc
    anne-marie rose-marie anne-sophie marie-andree oluwaseun adaeze ngozi kwame sunita anjali deepak sanjay vikram
    manpreet jasleen ming li-wei hiroshi yuki mehdi rachid youssef nadege fatou ousmane mamadou""".split()
)

# Also words, places or months: names only where the sentence shows it.
UNSURE_NAMES = frozenset(
    """hope rose grace faith joy will mark bill frank grant art sue pat ray dawn olive ruby pearl violet iris lily
    daisy heather ginger amber crystal jade eve christian pierre jean claude marine aurore constance victoire
    lucky rich drew chase hunter carter mason taylor jordan austin sydney chelsea florence victoria guy clemence
    fleur lilas oceane france reine ange dan don max rob jay kay may june april august gay ward dean guy mae bea
    ali lin an van ha grey jules gene peg dick jack ariel
    melody harmony sky summer autumn nova aime desire manuel""".split()
)

SURNAMES = frozenset(
    """adams allard allen anderson archambault arsenault aubin baker beauchamp beaudoin beaulieu belanger belisle
    bergeron bernier bertrand bhatt bilodeau blais blanchette boisvert bolduc bouchard boucher boudreau bourgeois
    boyer breton brodeur brown caron campbell cantin carrier champagne charbonneau charron chen clark cloutier
    cormier cote couture cyr daigle davis deschamps desjardins desrosiers diallo doucet dubois duchesne dufour
    dube dumas dumont dupont dupuis duval evans fontaine fortier fortin fournier gagne gagnon gallant garcia
    gaudet gauthier gauvin gelinas gendron giroux gomez gonzalez gosselin goulet graham gupta hamel harris hebert
    henderson hernandez houle hussain huynh jackson jacobs johnson johnston jones kaur khan kowalski lachance
    lacroix lafleur lalonde lambert lamontagne landry langlois lapierre lapointe laroche larocque lavallee lavoie
    leblanc leclerc lefebvre legault lemay lemieux lepage lessard letourneau levesque lopez macdonald macleod
    malik marchand marcotte martel martinez masse mcdonald mckenzie menard mercier michaud miller mitchell moreau
    morin morneau morris murphy nadeau nguyen obrien ouellet ouellette paquette paquin paradis parent patel
    pelletier perreault perron petrov pham plante plourde poirier poulin pratte proulx provost reid reynolds
    richardson rivard roberts robinson rodriguez rousseau roy savard schmidt sharma simard singh smith st-pierre
    stewart sullivan tanguay tessier theriault thibault thompson tran tremblay trudeau trudel turcotte vachon
    vaillancourt valentin villeneuve walker watson white wilson wong wright wu yang zhang o'brien o'connor o'neill
    okafor adebayo mensah dhaliwal sandhu gill chow leung cheung kim-lee ramirez""".split()
)

# Capitalised words that are no names of a person, whatever stands before them.
NOT_NAMES = frozenset(
    """i i'm i'd i'll i've a an the he she we they it its my our his her their and but or so if when while then after
    before once in on at to of for from by with as is was are were be been do does did don't have has had not no
    yes this that these those there here what who how why where which all some every each both one two three you
    your me us him them just also only even still now today yesterday tomorrow later because although though since
    until during without always never thank thanks please let's maybe perhaps most many much very too first last
    next finally luckily sadly je j'ai j'etais j'avais il elle on nous vous ils elles et mais ou qui que qu'il
    qu'elle le la les l' un une des du de mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs puis
    quand lorsque apres avant pendant pour par sans avec dans sur sous chez en au aux ce cet cette ces c'est
    c'etait ca si ne pas plus oui non merci alors donc car comme tout toute tous toutes aussi encore toujours
    jamais enfin hier aujourd'hui demain depuis heureusement malheureusement voila dieu monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout
    septembre octobre novembre decembre spring summer autumn fall winter christmas easter noel paques canada
    canadian canadien canadienne quebec quebecois quebecoise ontario alberta manitoba saskatchewan toronto
    montreal ottawa vancouver calgary edmonton winnipeg halifax laval gatineau moncton acadie acadien acadienne
    english french anglais francais ukrainian italian indian chinese irish scottish german haitian british
    american europe cancer chemo chimio doctor doctors docteur dr nurse hospital hopital god allah jesus mom mum
    dad mommy daddy papa maman mamie papi grandma grandpa nana nonna mother father mere pere aunt uncle tante
    oncle mr mrs ms mme m mlle mrs mx miss dre docteure prof sir madame monsieur internet google facebook covid
    rimouski sudbury sherbrooke saguenay hull city general health st saint sainte room ward everyone everybody
    nobody somebody someone people""".split()
)

# The rest of a name that belongs to a place, an organisation, an illness or a thing.
NOT_PEOPLE = frozenset(
    """hospital hospitals centre center centres institute foundation street clinic lodge hospice house hall school
    university college run avenue road park lake bay pavilion pepper google seuss who strange hortons coutu
    disease syndrome lymphoma sarcoma score test scale staging classification procedure hotel church library arena
    airport station wing tower fund society marathon walk ride cup day sign drug therapy formula method diet
    cancer place square bridge island beach valley river hill heights crescent drive boulevard unit ward trust air
    tumour tumor nodule stage law award prize phone line helpline road's cart""".split()
)
PUBLIC_NAMES = frozenset(
    """terry-fox tim-hortons jean-coutu marie-curie princess-margaret harry-potter celine-dion leonard-cohen
    santa-claus tom-baker charles-lemoyne anne-frank st-john sainte-anne notre-dame walter-reed william-osler
    tommy-douglas gordie-howe jack-layton rene-levesque pierre-elliott-trudeau jean-talon henri-bourassa
    ronald-mcdonald betty-crocker ben-jerry jack-astor kelly-clarkson taylor-swift john-hopkins johns-hopkins
    paul-brunet emma-watson michel-sarrazin ann-arbor marie-enfant jean-lesage bob-marley louis-hippolyte
    anne-murray wayne-gretzky dalai-lama simon-fraser ken-burns victor-hugo robert-bourassa louis-armstrong
    elton-john elizabeth-ii queen-elizabeth king-charles""".split()
)
ALSO_CITIES = frozenset(
    (
        "victoria charlotte florence sydney austin jordan chelsea santiago regina georgia france paris london brooklyn"
    ).split()
)
# Before a name, these make it a place.
PLACE_BEFORE = frozenset(
    """hopital hospital rue avenue boulevard chemin centre institut fondation ecole pavillon clinique lac parc chu
    station metro maison prix saint sainte st ste san santa college universite manoir residence pont route
    autoroute ile mont cegep theatre arena salle syndrome maladie score lake mount port fort cape""".split()
)
