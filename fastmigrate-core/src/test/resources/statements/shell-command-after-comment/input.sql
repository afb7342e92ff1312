-- settings
  .headers on
