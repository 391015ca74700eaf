# Any event -> one <<Provider>> <<thing>>.
{
  key: .id,
  payload: {
    type: .type,
    time: .time,
    subject: .subject,
    data: .data
  }
}
