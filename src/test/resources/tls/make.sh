#!/bin/sh
# Makes what lies here anew, with dates that do not depend on the clock of the machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
cat > ca.cnf <<'CNF'
[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[root]
basicConstraints = critical, CA:true
CNF
touch index
echo 1000 > serial

request() {  # name, subject, alternative names
    openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" ${3:+-addext "subjectAltName = $3"} -keyout "$1.key" -out "$1.csr"
}
root() {
    request "$1" "$1" ''
    openssl ca -batch -notext -config ca.cnf -extensions root -selfsign -keyfile "$1.key" -in "$1.csr" -out "$1.crt" \
        -startdate 20200101000000Z -enddate 21200101000000Z
}
issue() {  # name, subject, alternative names, end
    request "$1" "$2" "$3"
    openssl ca -batch -notext -config ca.cnf -cert ca.crt -keyfile ca.key -in "$1.csr" -out "$1.crt" \
        -startdate 20200101000000Z -enddate "$4"
}
root ca
root other-ca
issue server localhost DNS:localhost 21200101000000Z
issue expired localhost DNS:localhost 20210101000000Z
issue client postgres DNS:client 21200101000000Z
openssl pkcs8 -topk8 -nocrypt -in client.key -outform DER -out client.pk8
cp ca.crt other-ca.crt server.crt server.key expired.crt expired.key client.crt client.key client.pk8 "$here"
rm -rf "$work"
