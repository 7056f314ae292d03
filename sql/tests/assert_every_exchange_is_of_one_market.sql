-- Each exchange is of one market, else a ticker would count once for each.
select exchange
from {{ ref('exchanges') }}
group by exchange
having count(distinct market) != 1 or bool_or(market is null)
